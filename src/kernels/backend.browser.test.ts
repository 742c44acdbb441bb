import { describe, expect, it, vi } from 'vitest';
import { openBackend } from './backend.ts';
import { diagnose, inspect } from './diagnose.ts';
import { matmul } from './matmul/matmul.ts';
import { layoutParameters } from './plan/layoutParameters.ts';
import { PlanBuilder } from './plan/PlanBuilder.ts';
import { WebGPUBackend } from './webgpu/WebGPUBackend.ts';

// A page has an address to load binaries from; Node does not need one.
const wasmBaseUrl = typeof location === 'undefined' ? undefined : new URL('/assets/tfjs/', location.href).href;

describe('the ladder', () => {
  it('tells what is here', async () => {
    const diagnosis = await diagnose();
    expect(diagnosis).toMatchObject({
      secureContext: true,
      gpuApi: true,
      softwareAdapter: true,
      verdict: 'software_adapter',
      wasm: { available: true, simd: true },
    });
    expect(diagnosis.adapter?.vendor).not.toBe('');
    expect(diagnosis.limits.maxStorageBuffersPerShaderStage).toBeGreaterThanOrEqual(8);
  });

  it('a software adapter is no GPU, unless asked for', async () => {
    const automatic = await openBackend({ prefer: 'auto', ...(wasmBaseUrl !== undefined && { wasmBaseUrl }) });
    expect(automatic.name).toBe('wasm');
    expect(automatic.diagnosis.verdict).toBe('software_adapter');
    const gpu = await openBackend({ prefer: 'webgpu' });
    expect(gpu.name).toBe('webgpu');
    expect(gpu.variants['matmul NN large']).toMatch(/^(subgroups8lanes|subgroups8x4|registers4x4)$/);
    expect(gpu.variants['matmul NT thin']).toBe('registers4x4');
    expect(gpu.generation).toBe(automatic.generation + 1);
    gpu.dispose();
  });

  it('tunes when asked, on the shapes of the plan, and still computes', async () => {
    const gpu = await openBackend({ prefer: 'webgpu', tune: true });
    const layout = layoutParameters([]);
    const plan = new PlanBuilder(layout);
    const a = plan.input('a', [9, 5]);
    plan.output('product', matmul(plan, a, plan.input('b', [3, 5]), { transposeB: true }));
    const executor = await gpu.prepare(plan.build(), gpu.createStore(layout, { trainable: false }));
    executor.write('a', new Float32Array(45).fill(1));
    executor.write('b', new Float32Array(15).fill(2));
    executor.run('forward');
    expect([...(await executor.read('product'))]).toEqual(new Array(27).fill(10));
    expect(Object.keys(gpu.variants)).toHaveLength(9);
    expect(['registers4x4', 'subgroups8x4', 'subgroups8lanes', 'shared64']).toContain(gpu.variants['matmul NT small']);
    gpu.dispose();
  });

  it.each([
    { remembered: 'of another backend', variants: { kernels: 'relaxed' }, measures: true },
    { remembered: 'of this one', variants: { 'matmul NT small': 'registers4x4' }, measures: false },
  ])('a remembered choice $remembered: measures $measures', async ({ variants, measures }) => {
    const gpu = await openBackend({ prefer: 'webgpu', tune: true, variants: async () => variants });
    const compile = vi.spyOn((gpu as WebGPUBackend).device, 'createShaderModule');
    const layout = layoutParameters([]);
    const plan = new PlanBuilder(layout);
    matmul(plan, plan.input('a', [9, 5]), plan.input('b', [3, 5]), { transposeB: true });
    (await gpu.prepare(plan.build(), gpu.createStore(layout, { trainable: false }))).dispose();
    // The plan's own product is one program; a measurement compiles every version of it.
    expect(compile.mock.calls.length > 1).toBe(measures);
    gpu.dispose();
  });

  it('opens with a remembered choice, less what the device cannot run', async () => {
    const variants = {
      'matmul NT large': 'shared64',
      'matmul NN small': 'subgroups8x4half',
      'matmul TN small': 'of a later version',
      'no such kernel': 'shared64',
    };
    const { adapter, diagnosis } = await inspect();
    if (!adapter) throw new Error('this test needs an adapter');
    const options = { diagnosis, generation: 1, variants, without: ['subgroups', 'shader-f16'] as const };
    const gpu = await WebGPUBackend.open(adapter, { ...options, tune: true });
    expect(gpu.device.features.has('subgroups')).toBe(false);
    expect(gpu.variants).toMatchObject({
      'matmul NT large': 'shared64',
      'matmul NN small': 'registers4x4',
      'matmul TN small': 'registers4x4',
    });
    expect(Object.keys(gpu.variants)).toHaveLength(9);
    gpu.dispose();
    const same = await openBackend({ prefer: 'webgpu', variants: async () => gpu.variants });
    expect(same.variants).toEqual(gpu.variants);
    same.dispose();
  });
});
