import { expect, test } from 'vitest';
import { sigmoid } from '../methods/sigmoid.ts';
import { sparsePo } from '../methods/sparsePo.ts';
import { LearnedParameters } from './LearnedParameters.ts';

const STEP = { hyper: { mask_lr_factor: 10 }, learningRate: 1e-3, beta1: 0.9, beta2: 0.95, eps: 0 };

test('begin as the method says', () => {
  const { values } = new LearnedParameters(sparsePo, 3);
  expect(Object.fromEntries(Object.entries(values).map(([name, vector]) => [name, [...vector]]))).toEqual({
    reward_weight: [0, 0, 0],
    reward_bias: [1],
    kl_weight: [0, 0, 0],
    kl_bias: [1],
  });
  expect(new LearnedParameters(sigmoid, 3).values).toEqual({});
});

test('follow the mean gradient with their own learning rate; what no micro-batch read stays', () => {
  const parameters = new LearnedParameters(sparsePo, 2);
  const step = (weight: number[], bias: number) => ({
    reward_weight: Float64Array.from(weight),
    reward_bias: Float64Array.of(bias),
  });
  // The first step is the learning rate along the gradient's sign: means 1, −0.5 and 0.5.
  parameters.update([step([3, -2], 0), step([-1, 1], 1)], STEP);
  expect([...(parameters.values.reward_weight ?? [])]).toEqual([expect.closeTo(-0.01, 12), expect.closeTo(0.01, 12)]);
  expect(parameters.values.reward_bias?.[0]).toBeCloseTo(0.99, 12);
  // The second: m̂ = (0.09·1 + 0.1·3)/0.19, v̂ = (0.0475·1 + 0.05·9)/0.0975, after weights shrank by 1 − 0.01 · 0.01.
  parameters.update([step([3, -1.5], 1.5)], STEP);
  const moved = (0.01 * (0.39 / 0.19)) / Math.sqrt(0.4975 / 0.0975);
  expect(parameters.values.reward_weight?.[0]).toBeCloseTo(-0.01 * (1 - 1e-4) - moved, 12);
  expect(parameters.values.reward_bias?.[0]).toBeCloseTo(0.99 - moved, 12); // A bias does not decay.
  expect(parameters.values.kl_bias?.[0]).toBe(1);
});

test('are stored as a copy, and restored with their moments; older snapshots begin anew', () => {
  const gradients = [{ reward_bias: Float64Array.of(2), kl_weight: Float64Array.of(1, -1) }];
  const straight = new LearnedParameters(sparsePo, 2);
  straight.update(gradients, STEP);
  const stored = straight.store();
  straight.update(gradients, STEP);
  expect(stored.reward_bias?.values[0]).toBeCloseTo(0.99, 12);
  const resumed = new LearnedParameters(sparsePo, 2);
  resumed.restore(stored);
  resumed.update(gradients, STEP);
  expect(resumed.values).toEqual(straight.values);
  expect(stored.reward_bias?.optimizer.step).toBe(1);
  resumed.restore(undefined);
  expect(resumed.values).toEqual(new LearnedParameters(sparsePo, 2).values);
});

test('need the hyperparameter of their learning rate', () => {
  const parameters = new LearnedParameters(sparsePo, 2);
  expect(() => parameters.update([{ reward_bias: Float64Array.of(1) }], { ...STEP, hyper: {} })).toThrow(
    /mask_lr_factor/,
  );
});
