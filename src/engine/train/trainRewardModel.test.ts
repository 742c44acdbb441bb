import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { compileKernels } from '../../../tools/site/wasmKernels.ts';
import { type Backend, openBackend } from '../../kernels/index.ts';
import { parseDecoderConfig } from '../model/config.ts';
import { decoderLayout, rewardLayout, SCORE_HEAD } from '../model/layout.ts';
import { PlanCache } from '../model/PlanCache.ts';
import { rewardSequences, scoreChunk } from '../model/rewardScorer.ts';
import { parseSafetensors } from '../model/safetensors.ts';
import { scoreSequences } from '../model/scorer.ts';
import { flattenCheckpoint } from '../model/weights.ts';
import { randomStream } from './rng.ts';
import { type RewardPair, rewardObjective, trainRewardModel } from './trainRewardModel.ts';

const FIXTURE = new URL('../model/fixtures/tiny-llama/', import.meta.url);
const config = parseDecoderConfig(JSON.parse(readFileSync(new URL('config.json', FIXTURE), 'utf8')));
const layout = decoderLayout(config);
const checkpoint = parseSafetensors(new Uint8Array(readFileSync(new URL('model.safetensors', FIXTURE))));
const weights = flattenCheckpoint({ fileOf: () => checkpoint }, layout);
const model = { config, layout, weights };
const own = rewardLayout(config);

/** The fixture's weights under a head of seeded numbers. */
function rewardWeights(): Float32Array {
  const flat = new Float32Array(own.length);
  const random = randomStream(3, 'test head');
  for (const { name, shape, offset } of own.entries) {
    const size = shape.reduce((product, length) => product * length, 1);
    const from = layout.entries.find((entry) => entry.name === name)?.offset;
    if (from === undefined) for (let i = 0; i < size; i++) flat[offset + i] = random.normal();
    else flat.set(weights.subarray(from, from + size), offset);
  }
  return flat;
}

test('the objective has the golden values of methods.md L29, and its slope those of central differences', () => {
  const pairs = [0, 1, 2, 3].map((): RewardPair => ({ chosen: [1], rejected: [1], scores: [1, 0] }));
  const scores = [1, -0.5, 0.75, -2, -0.5, 0.5, -0.25, 2];
  expect(rewardObjective(scores, pairs, { margin: 0, centring: 0, intraWeight: 0 }).loss).toBeCloseTo(1.461522, 5);
  const settings = { margin: 0.5, centring: 0.01, intraWeight: 0 };
  const { loss, gradients } = rewardObjective(scores, pairs, settings);
  expect(loss).toBeCloseTo(1.7512, 5);
  scores.forEach((score, i) => {
    const at = (shift: number) => rewardObjective(scores.with(i, score + shift), pairs, settings).loss;
    expect(gradients[i]).toBeCloseTo((at(1e-5) - at(-1e-5)) / 2e-5, 7);
  });
  expect(() => rewardObjective([0, 1], [{ chosen: [1], rejected: [1] }], settings)).toThrow(RangeError);
  // One pair, then its answer after two prompts: −log σ(1) + 0.5 · −log σ(−2).
  const [pair] = pairs;
  const mapl = { margin: 0, centring: 0, intraWeight: 0.5 };
  const prompts = [2, 1, 0, 2];
  const both = rewardObjective(prompts, pair ? [pair] : [], mapl);
  expect(both.loss).toBeCloseTo(0.3132616875 + 0.5 * 2.126928011, 9);
  prompts.forEach((score, i) => {
    const at = (shift: number) => rewardObjective(prompts.with(i, score + shift), pair ? [pair] : [], mapl).loss;
    expect(both.gradients[i]).toBeCloseTo((at(1e-5) - at(-1e-5)) / 2e-5, 7);
  });
});

describe.each(['cpu', 'wasm'] as const)('a reward model on %s', (name) => {
  let backend: Backend;
  let plans: PlanCache;
  const random = randomStream(1, 'test');
  const draw = (length: number) => Array.from({ length }, () => random.integer(config.vocabularySize));
  const sequences = [5, 9, 3, 7].map(draw);

  beforeAll(async () => {
    backend = await openBackend({ prefer: name, loadKernels: compileKernels });
    expect(backend.name).toBe(name);
    plans = new PlanCache(backend, config);
  });

  afterAll(async () => {
    await plans.dispose();
    backend.dispose();
  });

  test('scores a sequence by its head times the hidden state of its last token', async () => {
    const language = backend.createStore(layout, { trainable: false });
    language.upload('parameters', weights);
    const store = backend.createStore(own, { trainable: false });
    const flat = rewardWeights();
    store.upload('parameters', flat);
    const rewards = await rewardSequences(plans, store, sequences);
    // The language model's own states, of each sequence with a token behind it.
    const followed = sequences.map((ids) => [...ids, 0]);
    const states = await scoreSequences(plans, language, followed, { hidden: true });
    const C = config.hiddenSize;
    const { offset } = own.entries.find((entry) => entry.name === SCORE_HEAD) ?? { offset: Number.NaN };
    rewards.forEach((reward, n) => {
      const last = states[n]?.hidden?.subarray(-C) ?? new Float32Array(0);
      expect(last).toHaveLength(C);
      expect(reward).toBeCloseTo(
        last.reduce((sum, value, c) => sum + value * (flat[offset + c] as number), 0),
        4,
      );
    });
    const alone = await rewardSequences(plans, store, [sequences[2] ?? []]);
    expect(alone[0]).toBeCloseTo(rewards[2] as number, 5);
    await expect(rewardSequences(plans, store, [[]])).rejects.toThrow(RangeError);
    for (const made of [language, store]) {
      await plans.release(made);
      made.dispose();
    }
  });

  test('the gradient of head and backbone is that of central differences', async () => {
    const store = backend.createStore(own, { trainable: true });
    const flat = rewardWeights();
    store.upload('parameters', flat);
    const slopes = [0.7, -1.3, 0.4, 2];
    const total = async () =>
      (await rewardSequences(plans, store, sequences)).reduce((sum, reward, n) => sum + reward * (slopes[n] ?? 0), 0);
    const { executor, lastRows, rows } = await scoreChunk(plans, store, sequences, true);
    const dScores = new Float32Array(rows);
    lastRows.forEach((row, n) => {
      dScores[row] = slopes[n] ?? 0;
    });
    executor.write('dScores', dScores);
    executor.run('backward');
    const gradients = await store.download('gradients');
    for (const { name: parameter, offset, shape } of own.entries) {
      const size = shape.reduce((product, length) => product * length, 1);
      // The element that matters most, so that float32 leaves digits.
      const range = gradients.subarray(offset, offset + size);
      const at =
        offset + range.reduce((best, value, i) => (Math.abs(value) > Math.abs(range[best] ?? 0) ? i : best), 0);
      const step = 2e-3;
      const moved = async (shift: number) => {
        const shifted = flat.slice();
        shifted[at] = (flat[at] as number) + shift;
        store.upload('parameters', shifted);
        return total();
      };
      const quotient = ((await moved(step)) - (await moved(-step))) / (2 * step);
      expect(Math.abs(quotient - (gradients[at] as number)), parameter).toBeLessThan(
        0.02 * Math.abs(gradients[at] as number) + 2e-3,
      );
    }
    await plans.release(store);
    store.dispose();
  });

  // Hundreds of steps: too many for plain TF.js.
  test.skipIf(name === 'cpu')(
    'learns which answer is preferred, the same for the same seed, cut into chunks or not',
    async () => {
      // Preferred answers hold token 7, the others token 9.
      const made = randomStream(5, 'pairs');
      const pairs = Array.from({ length: 40 }, (): RewardPair => {
        const around = () => Array.from({ length: 4 }, () => 10 + made.integer(20));
        return { chosen: [...around(), 7, ...around()], rejected: [...around(), 9, ...around()] };
      });
      const losses: number[] = [];
      const train = (chunkLimit: number, seed = 1) =>
        trainRewardModel(
          { plans, model, pairs, chunkLimit, onStep: (_, __, loss) => void losses.push(loss) },
          { steps: 80, margin: 0, centring: 0.01, seed, batch: 8, intraWeight: 0 },
        );
      const before = backend.allocations().count;
      const trained = await train(Number.POSITIVE_INFINITY);
      expect(backend.allocations().count).toBe(before);
      expect(losses[0]).toBeCloseTo(Math.LN2, 1);
      expect(losses.at(-1)).toBeLessThan(0.35);
      expect(await train(Number.POSITIVE_INFINITY)).toEqual(trained);
      const other = await train(Number.POSITIVE_INFINITY, 2);
      expect(other).not.toEqual(trained);
      const inChunks = await train(4);
      const furthest = inChunks.reduce((most, value, i) => Math.max(most, Math.abs(value - (trained[i] as number))), 0);
      expect(furthest).toBeLessThan(2e-3);
    },
  );
});
