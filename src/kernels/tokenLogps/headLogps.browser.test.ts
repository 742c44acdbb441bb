/** A head with its KL, in one chunk and in several, on WebGPU against the references: chunks bind rows of an input alone. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { diagnose } from '../diagnose.ts';
import type { Backend } from '../plan/executor.ts';
import { openTensorBackend } from '../tensors/openTensorBackend.ts';
import { type HeadPlanSize, headInputs, headPlan } from '../testing/headPlan.ts';
import { gaussians } from '../testing/seeded.ts';
import { openForTest, relativeError } from '../webgpu/parity.ts';

let gpu: Backend;
let cpu: Backend;
beforeAll(async () => {
  gpu = await openForTest();
  cpu = await openTensorBackend('cpu', { diagnosis: await diagnose(), generation: 1, hostKernels: false });
});
afterAll(() => gpu.dispose());

async function run(backend: Backend, size: HeadPlanSize): Promise<Record<string, Float32Array>> {
  const plan = headPlan(size);
  const store = backend.createStore(plan.layout, { trainable: true });
  store.upload('parameters', gaussians(9, plan.layout.length));
  const executor = await backend.prepare(plan, store);
  for (const [name, data] of Object.entries(headInputs(size, 1))) executor.write(name, data);
  executor.run('forward', 'backward');
  const outputs: Record<string, Float32Array> = { gradients: await store.download('gradients') };
  for (const name of plan.outputs.keys()) outputs[name] = await executor.read(name);
  executor.dispose();
  store.dispose();
  return outputs;
}

it.each<HeadPlanSize>([
  { rows: 9, vocabulary: 23 },
  { rows: 9, vocabulary: 150, wholeElements: 9 * 64 },
  { rows: 5, vocabulary: 256, wholeElements: 5 * 64 },
])('$rows rows, $vocabulary tokens, $wholeElements logits whole', async (size) => {
  const actual = await run(gpu, size);
  // What reads back stays from the first run on.
  const before = gpu.allocations();
  expect(await run(gpu, size)).toEqual(actual);
  expect(gpu.allocations()).toEqual(before);
  const expected = await run(cpu, { rows: size.rows, vocabulary: size.vocabulary });
  expect(expected.kl?.some((value) => value > 0.1)).toBe(true);
  for (const [name, values] of Object.entries(expected)) {
    expect(relativeError(actual[name] as Float32Array, values), name).toBeLessThan(2e-5);
  }
});
