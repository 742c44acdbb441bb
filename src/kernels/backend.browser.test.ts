import { describe, expect, it } from 'vitest';
import { add } from './add/add.ts';
import { openBackend } from './backend.ts';
import { diagnose } from './diagnose.ts';
import { layoutParameters } from './plan/layoutParameters.ts';
import { PlanBuilder } from './plan/PlanBuilder.ts';
import { MATMUL_VARIANTS } from './webgpu/program.ts';

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
    expect(gpu.variants).toEqual({ matmul: 'registers4x4' });
    expect(gpu.generation).toBe(automatic.generation + 1);
    gpu.dispose();
  });

  it('tunes when asked, and still computes', async () => {
    const gpu = await openBackend({ prefer: 'webgpu', tune: true });
    expect(MATMUL_VARIANTS).toContain(gpu.variants.matmul);
    const layout = layoutParameters([]);
    const plan = new PlanBuilder(layout);
    plan.output('sum', add(plan, plan.input('a', [1]), plan.input('b', [1])));
    const executor = await gpu.prepare(plan.build(), gpu.createStore(layout, { trainable: false }));
    executor.write('a', Float32Array.of(1));
    executor.write('b', Float32Array.of(2));
    executor.run('forward');
    expect([...(await executor.read('sum'))]).toEqual([3]);
    gpu.dispose();
  });
});
