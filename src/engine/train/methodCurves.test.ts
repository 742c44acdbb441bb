import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compileKernels } from '../../../tools/site/wasmKernels.ts';
import { type Backend, openBackend } from '../../kernels/index.ts';
import type { PreferenceSet } from '../data/preferenceSet.ts';
import { defaultExperiment } from '../experiment/defaultExperiment.ts';
import { METHODS } from '../methods/index.ts';
import { type LoadedModel, loadModel } from '../model/loadModel.ts';
import { functionSource } from '../model/modelSource.ts';
import { tinyModelFiles } from '../testing/tinyModel.ts';
import { generatePairs } from '../worlds/generatePairs.ts';
import { style } from '../worlds/style.ts';
import { ReferenceLogps } from './referenceLogps.ts';
import { Trainer } from './trainer.ts';
import { openWorkbench } from './workbench.ts';

const STEPS = 4;
const wasmBaseUrl = fileURLToPath(
  new URL('../../../node_modules/@tensorflow/tfjs-backend-wasm/dist/', import.meta.url),
);

let model: LoadedModel;
let backends: readonly Backend[] = [];
const knobs = { kappa: 1, epsilon: 0.1 };
const set: PreferenceSet = {
  id: 'style',
  world: style,
  knobs,
  ...generatePairs(style, knobs, 5, { train: 24, heldout: 8 }),
};

beforeAll(async () => {
  const files = await tinyModelFiles();
  model = await loadModel(functionSource(async (path) => files.get(path) ?? readFile(path)));
  backends = [
    await openBackend({ prefer: 'wasm', wasmBaseUrl, loadKernels: compileKernels }),
    await openBackend({ prefer: 'cpu' }),
  ];
});
afterAll(() => {
  for (const backend of backends) backend.dispose();
});

/** Loss, margin and gradient norm of each step of a seeded run at the method's page defaults. */
async function curve(backend: Backend, loss: string): Promise<number[]> {
  const experiment = {
    ...defaultExperiment(loss),
    model: 'tiny',
    per_device_train_batch_size: 3,
    max_length: 64,
    max_steps: STEPS,
    warmup_steps: 0,
  };
  const bench = openWorkbench({ experiment, model, backend, set, references: new ReferenceLogps() });
  const trainer = new Trainer(bench);
  const values: number[] = [];
  for (let step = 0; step < STEPS; step++) {
    const { record } = await trainer.train();
    for (const metric of ['loss', 'rewards/margins', 'grad_norm']) values.push(record.values[metric]?.value ?? 0);
  }
  await bench.dispose();
  return values;
}

/**
 * The training path of each method on our kernels against the same steps on TF.js's plain references: residuals are those of
 * float32, and lean to neither side.
 */
describe.each(METHODS.filter(({ needs }) => !needs.sampling).map(({ id }) => id))('%s', (loss) => {
  it('trains along the reference’s curve', async () => {
    const [ours = [], reference = []] = [
      await curve(backends[0] as Backend, loss),
      await curve(backends[1] as Backend, loss),
    ];
    const residuals = ours.map((value, i) => {
      const want = reference[i] ?? Number.NaN;
      return (value - want) / Math.max(1, Math.abs(want));
    });
    expect(ours.every(Number.isFinite)).toBe(true);
    for (const residual of residuals) expect(Math.abs(residual)).toBeLessThan(1e-3);
    const mean = residuals.reduce((sum, value) => sum + value, 0) / residuals.length;
    const sd = Math.sqrt(residuals.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (residuals.length - 1));
    // Four standard errors, and what float32 cannot tell from 0.
    expect(Math.abs(mean)).toBeLessThan((4 * sd) / Math.sqrt(residuals.length) + 1e-6);
  });
});
