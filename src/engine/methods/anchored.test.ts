import { beforeAll, describe, expect, test } from 'vitest';
import { registerGradients, tensorOperations } from '../../kernels/index.ts';
import { methodById } from './index.ts';
import { evaluateObjective, type ObjectiveArrays } from './objective.ts';
import { objectiveTensors } from './objectiveTensors.ts';
import { defaultsOf, sumArrays } from './testing/batches.ts';
import type { Hyperparameters, MethodDefinition } from './types.ts';

beforeAll(registerGradients);

function method(id: string): MethodDefinition {
  const found = methodById(id);
  if (!found) throw new Error(`no method ${id}`);
  return found;
}

function evaluate(id: string, arrays: ObjectiveArrays, changed: Hyperparameters = {}) {
  return evaluateObjective(method(id), arrays, { ...defaultsOf(method(id)), ...changed });
}

/** One token an answer: its gradient is that by the summed log-prob. */
function single(policy: readonly number[], reference: readonly number[] = policy.map(() => -1)): ObjectiveArrays {
  return sumArrays({ policy, reference, lengths: policy.map(() => 1) });
}

// The specification's own evaluation of the formulas (methods.md §8), tolerance 1e-5.
const SPECIFIED = sumArrays({
  policy: [-12, -20.5, -8.25, -30, -14, -18, -9.75, -25],
  reference: [-13, -20, -9, -28, -13.5, -18.5, -9.5, -27],
  lengths: [10, 16, 6, 24, 12, 14, 8, 20],
});

test.each([
  ['exo_pair', { label_smoothing: 1e-3 }, 2.873231],
  ['nca_pair', {}, 1.405352],
  ['bco_pair', {}, 1.420782],
  ['sppo_hard', {}, 58.84375],
  ['aot', {}, 0.729923],
  ['aot_unpaired', {}, 0.725451],
  ['apo_zero', {}, 1.015549],
  ['apo_down', {}, 1.010662],
  ['discopop', { discopop_tau: 0.05 }, 0.855935],
  ['f_dpo', { f_divergence_type: 1 }, 0.787842],
  ['f_dpo', { f_divergence_type: 2 }, 0.712171],
  ['f_dpo', { f_divergence_type: 3, f_alpha_divergence_coef: 0.5 }, 0.744437],
  ['sigmoid_norm', { beta: 2 }, 0.69152],
])('%s %j has the value of the specification', (id, changed, value) => {
  expect(evaluate(id, SPECIFIED, { beta: 0.1, ...changed }).loss).toBeCloseTo(value, 5);
});

describe('sppo', () => {
  const columns = {
    'pair probability': Float64Array.of(0.8, 0.7, 0.9, 0.6),
    'chosen probability': Float64Array.of(0.7, 0.6, 0.8, 0.55),
    'rejected probability': Float64Array.of(0.4, 0.45, 0.3, 0.5),
  };

  test('has the value of the specification', () => {
    expect(evaluate('sppo', { ...SPECIFIED, columns }, { beta: 0.1 }).loss).toBeCloseTo(2.859375, 9);
  });

  test('takes opposite targets from one probability as sppo_single', () => {
    // u = 1, v = −0.5, target (0.8 − 0.5)/0.1 = 3.
    const { losses } = evaluate('sppo', { ...SPECIFIED, columns }, { beta: 0.1, loss_type: 1 });
    expect(losses[0]).toBeCloseTo(((1 - 3) ** 2 + (-0.5 + 3) ** 2) / 2, 12);
  });
});

describe('bco_pair', () => {
  test('shifts rewards by the running mean of the batches’ means, without gradient', () => {
    const arrays = single([-0.5, -2]); // u = 0.5, v = −1: mean reward −0.25 at β = 1.
    const hyper = { beta: 1, running_shift: 1 };
    const first = evaluate('bco_pair', arrays, hyper);
    expect(first.state).toEqual({ mean: -0.25, batches: 1 });
    expect(first.loss).toBeCloseTo(2 * Math.log1p(Math.exp(-0.75)), 12);

    const next = evaluate('bco_pair', { ...arrays, state: { mean: 0.5, batches: 3 } }, hyper);
    const mean = 0.5 + (-0.25 - 0.5) / 4; // 0.3125
    expect(next.state).toEqual({ mean, batches: 4 });
    expect(next.loss).toBeCloseTo(Math.log1p(Math.exp(mean - 0.5)) + Math.log1p(Math.exp(-1 - mean)), 12);
    expect(next.tokenGradients[0]).toBeCloseTo(-1 / (1 + Math.exp(0.5 - mean)), 12);
  });

  test('has no shift by default, whatever the running mean', () => {
    const arrays = { ...single([-0.5, -2]), state: { mean: 7, batches: 3 } };
    expect(evaluate('bco_pair', arrays, { beta: 1 }).loss).toBeCloseTo(
      Math.log1p(Math.exp(-0.5)) + Math.log1p(Math.exp(-1)),
      12,
    );
  });
});

describe('aot', () => {
  // Margins 1 and 4 under the policy, 2 and −1 under the reference: sorted 1 − (−1) and 4 − 2.
  const arrays = single([-2, -1, -3, -5], [-1, -4, -3, -3]);

  test('compares margins rank by rank and pushes the pair each rank came from', () => {
    const { losses, tokenGradients } = evaluate('aot', arrays, { beta: 1 });
    expect([...losses]).toEqual([2, 2].map((gap) => expect.closeTo(Math.log1p(Math.exp(-gap)), 12)));
    const other = evaluate('aot', single([-1, -2, -5, -3], [-1, -4, -3, -3]), { beta: 1 });
    expect([...other.losses]).toEqual([...losses]);
    expect(tokenGradients[0]).toBeCloseTo(-1 / (1 + Math.exp(2)) / 2, 12);
  });

  test('unpaired, compares log-ratios rank by rank', () => {
    // u = −1, 3 and v = 0, −2: sorted −1 − (−2) and 3 − 0.
    const { losses, tokenGradients } = evaluate('aot_unpaired', arrays, { beta: 1 });
    expect([...losses]).toEqual([1, 3].map((gap) => expect.closeTo(Math.log1p(Math.exp(-gap)), 12)));
    // The second rejected answer is the lower one: it stands against the lower chosen one.
    expect(tokenGradients[3]).toBeCloseTo(1 / (1 + Math.exp(1)) / 2, 12);
    expect(tokenGradients[2]).toBeCloseTo(1 / (1 + Math.exp(3)) / 2, 12);
  });
});

test.each([
  [-1000, 1000],
  [1000, 0],
])('DiscoPOP of a margin of %d is %d, on tensors too', (margin, loss) => {
  const arrays = single([-1001 + Math.max(margin, 0), -1001 - Math.min(margin, 0)], [-1001, -1001]);
  const hyper = { beta: 1, discopop_tau: 0.05 };
  expect(evaluate('discopop', arrays, hyper).loss).toBeCloseTo(loss, 9);
  const { results, gradient } = tensorOperations.gradient(
    (tokenLogps) => objectiveTensors(method('discopop'), arrays, hyper, tensorOperations, tokenLogps),
    arrays.tokenLogps,
    [arrays.sequences, arrays.tokens],
  );
  expect(results.loss[0]).toBeCloseTo(loss, 3);
  expect([...gradient].every(Number.isFinite)).toBe(true);
});

test('LD-DPO divides by whole lengths under the ipo link', () => {
  // Log-ratios −1/6 a token over 6 (2 shared) and 1/2 over 2 tokens; α = 0.25.
  const arrays = sumArrays({ policy: [-6, -4], reference: [-5, -5], lengths: [6, 2] });
  const u = -(2 + 4 * 0.25) / 6;
  const { loss } = evaluate('ld_dpo', arrays, { beta: 0.1, ld_alpha: 0.25, loss_type: 2 });
  expect(loss).toBeCloseTo((u / 6 - 1 / 2 - 5) ** 2, 12);
  const hinge = evaluate('ld_dpo', arrays, { beta: 0.1, ld_alpha: 0.25, loss_type: 1 });
  expect(hinge.loss).toBeCloseTo(1 - 0.1 * (u - 1), 12);
});

test('reference-free DPO leaves the reference out of the loss and in the rewards', () => {
  const { loss, chosenRewards, rejectedRewards } = evaluate('reference_free', single([-2, -5], [-9, -1]), {
    beta: 0.5,
  });
  expect(loss).toBeCloseTo(Math.log1p(Math.exp(-1.5)), 12);
  expect([chosenRewards[0], rejectedRewards[0]]).toEqual([3.5, -2]);
});

test.each([
  ['ld_dpo', { loss_type: 1 }, { loss_type: 'hinge', beta: 0.1, ld_alpha: 0.25 }],
  ['bco_pair', {}, { loss_type: 'bco_pair', beta: 0.1 }],
  ['bco_pair', { running_shift: 1 }, { loss_type: null, beta: 0.1 }],
  ['reference_free', {}, { loss_type: 'sigmoid', beta: 0.1, cpo_alpha: 0 }],
  ['wpo', {}, { loss_type: 'sigmoid', beta: 0.1, use_weighting: true }],
  ['wpo', { weight_clamp: 1 }, { loss_type: null }],
  [
    'wpo',
    { label_smoothing: 0.1 },
    {
      loss_type: ['sigmoid', 'robust'],
      loss_weights: [1.2, -0.2],
      label_smoothing: 0.25,
      beta: 0.1,
      use_weighting: true,
    },
  ],
  ['mpo', {}, { loss_type: ['sigmoid', 'bco_pair', 'sft'], loss_weights: [0.8, 0.2, 1], beta: 0.1 }],
  [
    'f_dpo',
    { f_divergence_type: 4, loss_type: 1 },
    { loss_type: 'hinge', beta: 0.1, f_divergence_type: 'alpha_divergence', f_alpha_divergence_coef: 2 },
  ],
  [
    'f_dpo',
    { f_divergence_type: 0, loss_type: 2 },
    { loss_type: 'ipo', beta: 0.1, f_divergence_type: 'reverse_kl', f_alpha_divergence_coef: 0.5 },
  ],
  [
    'f_dpo',
    { f_divergence_type: 2, loss_type: 2 },
    { loss_type: null, beta: 0.1, f_divergence_type: 'js_divergence', f_alpha_divergence_coef: 0.5 },
  ],
])('%s %j tells TRL %j', (id, changed, want) => {
  const { trl } = method(id);
  if ('none' in trl) throw new Error(trl.none);
  expect(trl.arguments?.({ ...defaultsOf(method(id)), ...changed })).toEqual(want);
});

test.each([
  [0.05, 0.7842640972],
  [0.2, -0.3664339757],
])('DiscoPOP with τ = %f begins with a slope by z of %f: upwards, it lowers margins', (discopop_tau, slope) => {
  const arrays = sumArrays({ policy: [-10, -10], reference: [-10, -10], lengths: [1, 1] });
  // z = u − v at β = 1: the chosen answer's log-prob moves it alone.
  const { tokenGradients } = evaluate('discopop', arrays, { beta: 1, discopop_tau });
  expect(tokenGradients[0]).toBeCloseTo(slope, 9);
  expect(slope).toBeCloseTo((1 - Math.LN2) / (4 * discopop_tau) - 0.75, 9);
});
