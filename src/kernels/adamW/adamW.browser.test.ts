import { expect, it } from 'vitest';
import { diagnose } from '../diagnose.ts';
import type { Backend } from '../plan/executor.ts';
import { layoutParameters } from '../plan/layoutParameters.ts';
import { PlanBuilder } from '../plan/PlanBuilder.ts';
import { openTensorBackend } from '../tensors/openTensorBackend.ts';
import { normals, openForTest, relativeError } from '../webgpu/parity.ts';
import { hyperValues } from './adamW.ts';

const FLATS = ['parameters', 'gradients', 'exp_avg', 'exp_avg_sq'] as const;

async function update(
  backend: Backend,
  options: { weights: number; gains: number; maxGradNorm: number; firstStep: number },
): Promise<Record<string, Float32Array>> {
  const layout = layoutParameters([
    { name: 'weights', shape: [options.weights], decay: true },
    { name: 'gains', shape: [options.gains], decay: false },
  ]);
  const builder = new PlanBuilder(layout);
  builder.output('norm', builder.optimizer().norm);
  const store = backend.createStore(layout, { trainable: true });
  const executor = await backend.prepare(builder.build(), store);
  const fill = (seed: number) => {
    const data = new Float32Array(layout.length);
    for (const { offset, shape } of layout.entries) data.set(normals(shape[0] as number, seed + offset), offset);
    return data;
  };
  store.upload('parameters', fill(1));
  const results: Record<string, Float32Array> = {};
  for (let step = 0; step < 3; step++) {
    store.upload('gradients', fill(step + 2));
    executor.write(
      'hyper',
      hyperValues({
        learningRate: 0.01,
        beta1: 0.9,
        beta2: 0.999,
        eps: 1e-8,
        weightDecay: 0.1,
        step: options.firstStep + step,
        maxGradNorm: options.maxGradNorm,
        gradientScale: 0.25,
      }),
    );
    executor.run('update');
    results[`norm ${step}`] = await executor.read('norm');
  }
  for (const flat of FLATS) results[flat] = await store.download(flat);
  executor.dispose();
  store.dispose();
  return results;
}

it.each([
  { weights: 1, gains: 1, maxGradNorm: 0, firstStep: 1 },
  { weights: 1000, gains: 77, maxGradNorm: 1, firstStep: 1 },
  { weights: 300_000, gains: 500, maxGradNorm: 1e9, firstStep: 1 },
  { weights: 1000, gains: 77, maxGradNorm: 0.5, firstStep: 500 },
])('AdamW and the global norm on WebGPU: %o', async (options) => {
  const gpu = await openForTest();
  const cpu = await openTensorBackend('cpu', { diagnosis: await diagnose(), generation: 1, hostKernels: false });
  const actual = await update(gpu, options);
  const expected = await update(cpu, options);
  for (const [name, values] of Object.entries(expected)) {
    expect(relativeError(actual[name] as Float32Array, values), name).toBeLessThan(2e-6);
  }
  expect(actual.gradients?.every((value) => value === 0)).toBe(true);
  gpu.dispose();
});

it("the first step's bias correction is exact: without decay it moves by the learning rate", async () => {
  const gpu = await openForTest();
  const { parameters } = await update(gpu, { weights: 64, gains: 1, maxGradNorm: 0, firstStep: 1 });
  expect(parameters?.every(Number.isFinite)).toBe(true);
  const layout = layoutParameters([{ name: 'w', shape: [64], decay: false }]);
  const builder = new PlanBuilder(layout);
  builder.optimizer();
  const store = gpu.createStore(layout, { trainable: true });
  const executor = await gpu.prepare(builder.build(), store);
  const gradients = normals(64, 5);
  store.upload('gradients', gradients);
  const settings = { learningRate: 0.5, beta1: 0.9, beta2: 0.999, eps: 0, weightDecay: 0, step: 1 };
  executor.write('hyper', hyperValues({ ...settings, maxGradNorm: 0, gradientScale: 1 }));
  executor.run('update');
  const moved = await store.download('parameters');
  for (const [i, gradient] of gradients.entries()) expect(moved[i]).toBeCloseTo(-0.5 * Math.sign(gradient), 6);
  gpu.dispose();
});
