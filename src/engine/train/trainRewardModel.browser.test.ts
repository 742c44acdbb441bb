/** A few steps of a reward model on WebGPU: the same losses and rewards as on the WASM path beside it. */
import { expect, test } from 'vitest';
import { type BackendName, fetchKernels, openBackend } from '../../kernels/index.ts';
import { parseDecoderConfig } from '../model/config.ts';
import { decoderLayout, rewardLayout } from '../model/layout.ts';
import { fetchSource } from '../model/modelSource.ts';
import { PlanCache } from '../model/PlanCache.ts';
import { rewardSequences } from '../model/rewardScorer.ts';
import { flattenCheckpoint, parseJson, readCheckpoint } from '../model/weights.ts';
import { randomStream } from './rng.ts';
import { type RewardPair, trainRewardModel } from './trainRewardModel.ts';

// Not relative to import.meta.url: Vite would take the folder for an asset of the bundle.
const fixture = fetchSource(new URL('/src/engine/model/fixtures/tiny-llama/', location.href).href);

async function trainOn(name: BackendName) {
  const config = parseDecoderConfig(parseJson(await fixture.read('config.json'), 'config.json'));
  const layout = decoderLayout(config);
  const weights = flattenCheckpoint(await readCheckpoint(fixture), layout);
  const loadKernels = fetchKernels(new URL('/assets/kernels/', location.href).href);
  const backend = await openBackend({ prefer: name, loadKernels });
  expect(backend.name).toBe(name);
  const plans = new PlanCache(backend, config);
  const random = randomStream(5, 'pairs');
  const pairs = Array.from({ length: 16 }, (): RewardPair => {
    const around = () => Array.from({ length: 4 }, () => 10 + random.integer(20));
    return { chosen: [...around(), 7, ...around()], rejected: [...around(), 9, ...around()] };
  });
  const losses: number[] = [];
  const training = { steps: 12, margin: 0, centring: 0.01, seed: 1, batch: 8, intraWeight: 0 };
  const onStep = (_: number, __: number, loss: number) => {
    losses.push(loss);
  };
  const parts = { plans, model: { config, layout, weights }, pairs, chunkLimit: Number.POSITIVE_INFINITY, onStep };
  const trained = await trainRewardModel(parts, training);
  const store = backend.createStore(rewardLayout(config), { trainable: false });
  store.upload('parameters', trained);
  const rewards = await rewardSequences(
    plans,
    store,
    pairs.map(({ chosen }) => chosen),
  );
  await plans.dispose();
  store.dispose();
  backend.dispose();
  return { losses, rewards };
}

test('WebGPU and WASM train the same reward model, to rounding', async () => {
  const [gpu, wasm] = [await trainOn('webgpu'), await trainOn('wasm')];
  expect(gpu.losses).toHaveLength(12);
  expect(gpu.losses.at(-1)).toBeLessThan(gpu.losses[0] ?? Number.NaN);
  gpu.losses.forEach((loss, i) => {
    expect(loss).toBeCloseTo(wasm.losses[i] ?? Number.NaN, 3);
  });
  gpu.rewards.forEach((reward, i) => {
    expect(reward).toBeCloseTo(wasm.rewards[i] ?? Number.NaN, 2);
  });
});
