import { describe, expect, test } from 'vitest';
import { hiddenFeatures } from './hiddenFeatures.ts';
import { mapo } from './mapo.ts';
import { evaluateObjective } from './objective.ts';
import type { ObjectiveArrays } from './objectiveArrays.ts';
import { sparsePo } from './sparsePo.ts';
import { tdpo1 } from './tdpo1.ts';
import { defaultsOf, randomArrays, randomParameters } from './testing/batches.ts';

const BETA = 0.7;
const NO_PRICE = { l1_norm_param_u: 0, l1_norm_param_d: 0 };

/** Σ over the completion tokens of a row. */
function rowSum({ tokens, completionMask }: ObjectiveArrays, row: number, value: (index: number) => number): number {
  let sum = 0;
  for (let index = row * tokens; index < (row + 1) * tokens; index++)
    if (completionMask[index] === 1) sum += value(index);
  return sum;
}

/** The loss of each pair as the paper writes it, its masks given for every token. */
function pairLosses(arrays: ObjectiveArrays, reward: ArrayLike<number>, divergence: ArrayLike<number>): number[] {
  const { tokenLogps, refTokenLogps = [], tokenKl = [] } = arrays;
  const at = (values: ArrayLike<number>, index: number) => values[index] ?? Number.NaN;
  const u = (row: number) => rowSum(arrays, row, (i) => at(reward, i) * (at(tokenLogps, i) - at(refTokenLogps, i)));
  const d = (row: number) => rowSum(arrays, row, (i) => at(divergence, i) * at(tokenKl, i));
  return Array.from(arrays.chosen, (w, pair) => {
    const l = arrays.rejected[pair] ?? Number.NaN;
    return Math.log1p(Math.exp(-BETA * (u(w) - u(l) - (d(l) - d(w)))));
  });
}

function closeTo(found: ArrayLike<number>, want: readonly number[]): void {
  expect(Array.from(found)).toEqual(want.map((value) => expect.closeTo(value, 10)));
}

describe('MaPO', () => {
  test('weighs reward and divergence of every token by its mask', () => {
    const arrays = randomArrays(5);
    const mask = arrays.tokenMask ?? [];
    closeTo(evaluateObjective(mapo, arrays, { beta: BETA }).losses, pairLosses(arrays, mask, mask));
  });

  test('is TDPO1 where masks are 1, and ln 2 without a push where they are 0', () => {
    const arrays = randomArrays(6);
    const masked = (value: number) => {
      const tokenMask = new Float64Array(arrays.tokenLogps.length).fill(value);
      return evaluateObjective(mapo, { ...arrays, tokenMask }, { beta: BETA });
    };
    // TDPO1: −log σ(β(Δ − (K_l − K_w))), all sums over whole answers.
    const sums = (matrix: ArrayLike<number> | undefined, row: number) => rowSum(arrays, row, (i) => matrix?.[i] ?? 0);
    const tdpo = Array.from(arrays.chosen, (w, pair) => {
      const l = arrays.rejected[pair] ?? Number.NaN;
      const ratio = (row: number) => sums(arrays.tokenLogps, row) - sums(arrays.refTokenLogps, row);
      const drift = sums(arrays.tokenKl, l) - sums(arrays.tokenKl, w);
      return Math.log1p(Math.exp(-BETA * (ratio(w) - ratio(l) - drift)));
    });
    closeTo(masked(1).losses, tdpo);
    const theirs = evaluateObjective(tdpo1, arrays, { beta: BETA });
    closeTo(masked(1).losses, [...theirs.losses]);
    closeTo(masked(1).chosenRewards, [...theirs.chosenRewards]);
    closeTo(masked(1).klGradients ?? [], [...(theirs.klGradients ?? [])]);
    const off = masked(0);
    closeTo(
      off.losses,
      tdpo.map(() => Math.LN2),
    );
    expect([...off.tokenGradients, ...(off.klGradients ?? [])].every((gradient) => gradient === 0)).toBe(true);
  });

  test('tells its masks', () => {
    const arrays = randomArrays(7);
    const { tokenMasks } = evaluateObjective(mapo, arrays, { beta: BETA });
    const answers = [...arrays.chosen, ...arrays.rejected];
    tokenMasks?.forEach((value, index) => {
      const told = answers.includes(Math.floor(index / arrays.tokens)) && arrays.completionMask[index] === 1;
      expect(value).toBe(told ? arrays.tokenMask?.[index] : 0);
    });
  });
});

describe('SparsePO', () => {
  const common = { ...defaultsOf(sparsePo), beta: BETA };
  const independent = { ...common, rw_kl_independent: 1 };

  /** ReLU(w · LayerNorm(h) + b) of every token, worked out anew. [N, T] */
  function masksOf(arrays: ObjectiveArrays, weight: ArrayLike<number>, bias: number): Float64Array {
    const { channels, rows } = arrays.hidden ?? expect.fail('no hidden states');
    return Float64Array.from({ length: arrays.sequences * arrays.tokens }, (_, index) => {
      const t = index % arrays.tokens;
      const h = [...(rows[Math.floor(index / arrays.tokens)]?.slice(t * channels, (t + 1) * channels) ?? [])];
      const mean = h.reduce((sum, value) => sum + value, 0) / channels;
      const variance = h.reduce((sum, value) => sum + (value - mean) ** 2, 0) / channels;
      const dot = h.reduce(
        (sum, value, c) => sum + ((value - mean) / Math.sqrt(variance + 1e-5)) * (weight[c] ?? 0),
        0,
      );
      return Math.max(0, dot + bias);
    });
  }

  test.each([
    ['one mask', common],
    ['two masks', independent],
  ])('is the paper’s equation, %s', (_, hyper) => {
    const arrays = { ...randomArrays(8), parameters: randomParameters(sparsePo, 8) };
    const { reward_weight = [], reward_bias = [], kl_weight = [], kl_bias = [] } = arrays.parameters;
    const reward = masksOf(arrays, reward_weight, reward_bias[0] ?? Number.NaN);
    const divergence = hyper === common ? reward : masksOf(arrays, kl_weight, kl_bias[0] ?? Number.NaN);
    const want = pairLosses(arrays, reward, divergence).map((loss, pair) => {
      const rows = [arrays.chosen[pair] ?? 0, arrays.rejected[pair] ?? 0];
      return rows.reduce(
        (sum, row) => sum + rowSum(arrays, row, (i) => 1e-3 * ((reward[i] ?? 0) + (divergence[i] ?? 0))),
        loss,
      );
    });
    const found = evaluateObjective(sparsePo, arrays, hyper);
    closeTo(found.losses, want);
    const row = arrays.chosen[2] ?? 0;
    expect(rowSum(arrays, row, (i) => found.tokenMasks?.[i] ?? 0)).toBeCloseTo(
      rowSum(arrays, row, (i) => reward[i] ?? 0),
      10,
    );
    expect(reward.some((mask) => mask === 0)).toBe(true);
  });

  test('begins as MaPO with masks of 1, plus their price', () => {
    const arrays = randomArrays(9);
    const tokenMask = new Float64Array(arrays.tokenLogps.length).fill(1);
    const want = evaluateObjective(mapo, { ...arrays, tokenMask }, { beta: BETA });
    const found = evaluateObjective(sparsePo, arrays, { ...common, ...NO_PRICE });
    closeTo(found.losses, [...want.losses]);
    closeTo(found.tokenGradients, [...want.tokenGradients]);
    const tokens = [...arrays.chosen, ...arrays.rejected].reduce((sum, row) => sum + rowSum(arrays, row, () => 1), 0);
    const priced = evaluateObjective(sparsePo, arrays, { ...common, l1_norm_param_u: 0.01, l1_norm_param_d: 0.002 });
    expect(priced.loss).toBeCloseTo(want.loss + (0.012 * tokens) / arrays.chosen.length, 10);
  });

  test('is ln 2 where all masks are 0', () => {
    const arrays = { ...randomArrays(10), parameters: { reward_bias: Float64Array.of(-1) } };
    const { losses, tokenGradients } = evaluateObjective(sparsePo, arrays, common);
    closeTo(
      losses,
      Array.from(losses, () => Math.LN2),
    );
    expect(tokenGradients.every((gradient) => gradient === 0)).toBe(true);
  });

  test.each([
    ['one mask', common, ['reward_bias', 'reward_weight']],
    ['two masks', independent, ['kl_bias', 'kl_weight', 'reward_bias', 'reward_weight']],
  ])('its parameters’ gradients are those of central differences, %s', (_, hyper, names) => {
    const arrays = randomArrays(11);
    const parameters = randomParameters(sparsePo, 11);
    const { parameterGradients } = evaluateObjective(sparsePo, { ...arrays, parameters }, hyper);
    expect(Object.keys(parameterGradients).sort()).toEqual(names);
    for (const [name, gradient] of Object.entries(parameterGradients)) {
      gradient.forEach((slope, i) => {
        const at = (step: number) => {
          const moved = Float64Array.from(parameters[name] ?? []);
          moved[i] = (moved[i] ?? 0) + step;
          return evaluateObjective(sparsePo, { ...arrays, parameters: { ...parameters, [name]: moved } }, hyper).loss;
        };
        expect(slope).toBeCloseTo((at(1e-6) - at(-1e-6)) / 2e-6, 6);
        expect(slope).not.toBe(0);
      });
    }
  });

  test('says what is missing: hidden states, a row of them, a vector of the right size', () => {
    const arrays = randomArrays(12);
    const { hidden, ...without } = arrays;
    expect(() => evaluateObjective(sparsePo, without, common)).toThrow(/hidden states/);
    const rows = (hidden?.rows ?? []).map((states) => states.subarray(0, 10));
    expect(() => evaluateObjective(sparsePo, { ...arrays, hidden: { channels: 5, rows } }, common)).toThrow(/token 2/);
    const parameters = { reward_weight: new Float64Array(4) };
    expect(() => evaluateObjective(sparsePo, { ...arrays, parameters }, common)).toThrow(RangeError);
  });
});

test('features have mean 0 and variance 1 over channels; equal numbers give zeros', () => {
  const completionMask = Uint8Array.of(0, 1, 1);
  const rows = [Float32Array.of(9, 9, 9, 9, 1, 2, 3, 6, 4, 4, 4, 4)];
  const arrays = { ...randomArrays(1), sequences: 1, tokens: 3, completionMask, chosen: Int32Array.of(0) };
  const features = hiddenFeatures({ ...arrays, hidden: { channels: 4, rows } }, 'chosen');
  // 1, 2, 3, 6: mean 3, variance 3.5.
  const scale = 1 / Math.sqrt(3.5 + 1e-5);
  closeTo(features, [-2 * scale, -scale, 0, 3 * scale, 0, 0, 0, 0]);
});
