import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { compileKernels } from '../../../tools/site/wasmKernels.ts';
import { hyperValues } from '../adamW/adamW.ts';
import { openBackend } from '../backend.ts';
import type { Backend } from '../plan/executor.ts';
import { layoutParameters } from '../plan/layoutParameters.ts';
import { PlanBuilder } from '../plan/PlanBuilder.ts';
import { expectClose } from '../testing/expectClose.ts';
import { gaussians } from '../testing/seeded.ts';
import { TINY, tinyLlamaInputs, tinyLlamaPlan } from '../testing/tinyLlama.ts';

const wasmBaseUrl = fileURLToPath(
  new URL('../../../node_modules/@tensorflow/tfjs-backend-wasm/dist/', import.meta.url),
);

async function train(backend: Backend, steps: number) {
  const plan = tinyLlamaPlan(TINY);
  const store = backend.createStore(plan.layout, { trainable: true });
  store.upload('parameters', gaussians(9, plan.layout.length, 0.5));
  const executor = await backend.prepare(plan, store);
  const settings = { learningRate: 1e-2, beta1: 0.9, beta2: 0.999, eps: 1e-4, weightDecay: 0.1, maxGradNorm: 1 };
  const alive = backend.allocations();
  for (const [input, data] of Object.entries(tinyLlamaInputs(TINY, 1))) executor.write(input, data);
  for (let step = 1; step < steps; step++) {
    executor.write('hyper', hyperValues({ ...settings, step, gradientScale: 1 }));
    executor.run('forward', 'backward', 'update');
  }
  executor.run('forward', 'backward');
  const gradients = await store.download('gradients');
  executor.write('hyper', hyperValues({ ...settings, step: steps, gradientScale: 1 }));
  executor.run('update');
  const aliveAfter = backend.allocations();
  const results = {
    alive,
    aliveAfter,
    gradients,
    logps: await executor.read('logps'),
    norm: await executor.read('norm'),
    parameters: await store.download('parameters'),
    gradientsAfter: await store.download('gradients'),
  };
  executor.dispose();
  store.dispose();
  return results;
}

describe('our WASM kernels', () => {
  let backend: Backend;
  beforeAll(async () => {
    backend = await openBackend({ prefer: 'wasm', loadKernels: compileKernels });
  });

  it('are what wasm means', () => {
    expect(backend.name).toBe('wasm');
    expect(backend.variants.kernels).toMatch(/^(relaxed|simd)$/);
  });

  it('take the same training steps as plain TF.js, and give all memory back', async () => {
    expect(backend.allocations().count).toBe(0);
    const got = await train(backend, 2);
    expect(backend.allocations()).toEqual({ count: 0, bytes: 0 });
    const want = await train(await openBackend({ prefer: 'cpu' }), 2);
    expect(got.aliveAfter).toEqual(got.alive);
    expect(Math.abs(want.norm[0]!)).toBeGreaterThan(0.1);
    expectClose(got.norm, want.norm, { rtol: 1e-4 }, 'norm');
    expectClose(got.logps, want.logps, { rtol: 1e-4, atol: 1e-4 }, 'logps');
    expectClose(got.gradients, want.gradients, { rtol: 1e-3, atol: 1e-4 }, 'gradients');
    expectClose(got.parameters, want.parameters, { rtol: 1e-3, atol: 1e-4 }, 'parameters');
    expect(got.gradientsAfter.every((value) => value === 0)).toBe(true);
  });

  it('repeat themselves to the last digit', async () => {
    expect(await train(backend, 3)).toEqual(await train(backend, 3));
  });

  it('keep to what a store and a plan are for', async () => {
    const plan = tinyLlamaPlan(TINY);
    const frozen = backend.createStore(plan.layout, { trainable: false });
    await expect(backend.prepare(plan, frozen)).rejects.toThrow(/a frozen store cannot be trained/);
    await expect(frozen.download('gradients')).rejects.toThrow(/PLAN_INVALID/);
    expect(() => frozen.upload('parameters', new Float32Array(3))).toThrow(/PLAN_INVALID/);
    const another = await openBackend({ prefer: 'wasm', loadKernels: compileKernels });
    await expect(another.prepare(plan, frozen)).rejects.toThrow(/another backend/);
    frozen.dispose();
    expect(backend.allocations().count).toBe(0);
  });

  it('say so when the memory does not suffice, and keep none of it', async () => {
    const layout = layoutParameters([{ name: 'vast', shape: [2 ** 15, 2 ** 15], decay: true }]);
    expect(() => backend.createStore(layout, { trainable: true })).toThrow(/OUT_OF_MEMORY/);
    const plan = new PlanBuilder(layoutParameters([]));
    plan.input('small', [4]);
    plan.input('vast', [2 ** 15, 2 ** 15]);
    const store = backend.createStore(layoutParameters([]), { trainable: false });
    await expect(backend.prepare(plan.build(), store)).rejects.toThrow(/OUT_OF_MEMORY/);
    store.dispose();
    expect(backend.allocations()).toEqual({ count: 0, bytes: 0 });
  });
});

describe('where our kernels cannot start', () => {
  it.each([
    ['not given', undefined, /no kernels given/],
    ['not served', () => Promise.reject(new Error('HTTP 404')), /HTTP 404/],
    ['no module', async () => new Uint8Array([60, 33, 100, 111]), /^our WASM kernels: .*magic word/],
  ] as const)('TF.js stands in, and the diagnosis says why: %s', async (_, loadKernels, why) => {
    const options = loadKernels ? { loadKernels } : {};
    const backend = await openBackend({ prefer: 'wasm', wasmBaseUrl, ...options });
    expect(backend.name).toBe('wasm');
    expect(backend.variants.matmul).toBe('xnnpack');
    expect(backend.diagnosis.detail).toMatch(why);
  });
});
