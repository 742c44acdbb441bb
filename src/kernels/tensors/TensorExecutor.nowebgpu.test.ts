import { expect, it } from 'vitest';
import { hyperValues } from '../adamW/adamW.ts';
import { openBackend } from '../backend.ts';
import type { Backend } from '../plan/executor.ts';
import { expectClose } from '../testing/expectClose.ts';
import { gaussians } from '../testing/seeded.ts';
import { TINY, tinyLlamaInputs, tinyLlamaPlan } from '../testing/tinyLlama.ts';
import { fetchKernels } from '../wasm/loadKernels.ts';

async function step(backend: Backend): Promise<Record<'gradients' | 'parameters' | 'norm', Float32Array>> {
  const plan = tinyLlamaPlan(TINY);
  const store = backend.createStore(plan.layout, { trainable: true });
  store.upload('parameters', gaussians(9, plan.layout.length, 0.5));
  const executor = await backend.prepare(plan, store);
  for (const [input, data] of Object.entries(tinyLlamaInputs(TINY, 1))) executor.write(input, data);
  executor.run('forward', 'backward');
  const gradients = await store.download('gradients');
  const settings = { learningRate: 1e-2, beta1: 0.9, beta2: 0.999, eps: 1e-4, weightDecay: 0.1, maxGradNorm: 1 };
  executor.write('hyper', hyperValues({ ...settings, step: 1, gradientScale: 1 }));
  executor.run('update');
  const results = { gradients, parameters: await store.download('parameters'), norm: await executor.read('norm') };
  executor.dispose();
  store.dispose();
  return results;
}

const wasmBaseUrl = new URL('/assets/tfjs/', location.href).href;
const loadKernels = fetchKernels(new URL('/assets/kernels/', location.href).href);

it.each([
  ['our kernels', { loadKernels }, { kernels: 'relaxed' }],
  ["TF.js's, where ours are not served", { loadKernels: fetchKernels('/nowhere/') }, { matmul: 'xnnpack' }],
] as const)(
  'a browser without WebGPU gets WASM, which takes the same training step as the CPU: %s',
  async (_, options, variants) => {
    const wasm = await openBackend({ prefer: 'auto', wasmBaseUrl, ...options });
    expect(wasm.name).toBe('wasm');
    expect(wasm.variants).toMatchObject(variants);
    expect(wasm.diagnosis.verdict).not.toBe('webgpu');
    const alive = wasm.allocations().count;
    const got = await step(wasm);
    expect(wasm.allocations().count).toBe(alive);
    const want = await step(await openBackend({ prefer: 'cpu' }));
    expect(Math.abs(want.norm[0]!)).toBeGreaterThan(0.1);
    expectClose(got.norm, want.norm, { rtol: 1e-4 }, 'norm');
    expectClose(got.gradients, want.gradients, { rtol: 1e-3 }, 'gradients');
    expectClose(got.parameters, want.parameters, { rtol: 1e-3, atol: 1e-4 }, 'parameters');
  },
);
