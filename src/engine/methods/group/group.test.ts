import { describe, expect, test } from 'vitest';
import { METHODS } from '../index.ts';
import { evaluateObjective } from '../objective.ts';
import { defaultsOf, randomArrays } from '../testing/batches.ts';
import type { Hyperparameters } from '../types.ts';
import { evaluate, method, samples } from './testing/samples.ts';

const FAMILY = METHODS.filter(({ needs }) => needs.relation === 'sample' && needs.references.includes('old'));

test('the family is what TRL offers', () => {
  expect(FAMILY.map(({ id }) => id)).toEqual([
    'grpo',
    'bnpo',
    'dr_grpo',
    'dapo',
    'gspo',
    'gspo_token',
    'gmpo',
    'cispo',
    'sapo',
    'luspo',
    'vespo',
    'rloo',
  ]);
  expect(METHODS.filter(({ needs }) => needs.relation === 'sample').every(({ needs }) => needs.sampling)).toBe(true);
});

describe('on samples just drawn', () => {
  // Three answers of 3, 1 and 0 tokens; 10 tokens allowed.
  const drawn = [[-1, -2, -0.5], [-3], []];
  const advantages = [0.5, -2, 7];
  const lengths = [3, 1, 0];
  /** What a token of an answer of n tokens weighs. */
  const WEIGHTS: Readonly<Record<string, (n: number) => number>> = {
    grpo: (n) => 1 / (3 * n),
    sapo: (n) => 1 / (3 * n),
    gspo: (n) => 1 / (3 * n),
    gspo_token: (n) => 1 / (3 * n),
    gmpo: (n) => 1 / (3 * n),
    bnpo: () => 1 / 4,
    dapo: () => 1 / 4,
    cispo: () => 1 / 4,
    vespo: () => 1 / 4,
    dr_grpo: () => 1 / 30,
    luspo: () => 1 / 3,
    rloo: () => 1 / 3,
  };

  test.each(FAMILY.map(({ id }) => id))('%s is plain policy gradient', (id) => {
    const { tokenGradients, metrics } = evaluate(id, samples(drawn, drawn, advantages));
    const weight = WEIGHTS[id] ?? (() => Number.NaN);
    drawn.forEach((row, n) => {
      for (let t = 0; t < 3; t++) {
        const want = t < row.length ? -(advantages[n] ?? 0) * weight(lengths[n] ?? 0) : 0;
        expect(tokenGradients[n * 3 + t]).toBeCloseTo(want, 12);
      }
    });
    for (const [name, value] of Object.entries(metrics)) {
      expect([name, value]).toEqual([name, name === 'vespo/phi_seq_mean' ? 1 : 0]);
    }
  });
});

test('every option in use: the gradient is that of central differences', () => {
  const options: Hyperparameters = {
    beta: 0.3,
    use_bias_correction_kl: 1,
    top_entropy_quantile: 0.6,
    off_policy_mask_threshold: 0.1,
    delta: 1.7,
    // Wide enough for sequence ratios that some are within the bounds.
    epsilon_high: 0.5,
    epsilon_low: 0.5,
  };
  for (const definition of FAMILY) {
    const names = new Set(definition.hyperparameters.map(({ name }) => name));
    const changed = Object.fromEntries(Object.entries(options).filter(([name]) => names.has(name)));
    const arrays = randomArrays(31, 2, 0.5);
    const hyper = { ...defaultsOf(definition), ...changed };
    const at = evaluateObjective(definition, arrays, hyper);
    expect(at.tokenGradients.some((gradient) => gradient !== 0)).toBe(true);
    at.tokenGradients.forEach((gradient, index) => {
      const lossAt = (shift: number) => {
        const moved = Float64Array.from(arrays.tokenLogps);
        moved[index] = (moved[index] ?? 0) + shift;
        return evaluateObjective(definition, { ...arrays, tokenLogps: moved }, hyper, at).loss;
      };
      expect(gradient).toBeCloseTo((lossAt(1e-5) - lossAt(-1e-5)) / 2e-5, 6);
    });
  }
});

test('clipping ends the push of a token that has moved far enough, and only that way', () => {
  // Ratios e^0.5 and e^−0.5; bounds 0.8 and 1.2.
  const gradients = (advantage: number) => [
    ...evaluate('grpo', samples([[-1], [-2]], [[-1.5], [-1.5]], [advantage, advantage])).tokenGradients,
  ];
  expect(gradients(1)).toEqual([0, expect.closeTo(-Math.exp(-0.5) / 2, 12)]);
  expect(gradients(-1)).toEqual([expect.closeTo(Math.exp(0.5) / 2, 12), 0]);
});

test('delta caps what a bad answer may cost, and its push', () => {
  const batch = samples([[-0.5]], [[-1.5]], [-2]);
  expect(evaluate('grpo', batch).loss).toBeCloseTo(2 * Math.E, 12);
  const capped = evaluate('grpo', batch, { delta: 2 });
  expect([capped.loss, ...capped.tokenGradients]).toEqual([4, 0]);
  // Below the cap nothing changes; a good answer is clipped at 1.2 before.
  expect(evaluate('grpo', batch, { delta: 3 }).loss).toBeCloseTo(2 * Math.E, 12);
  expect(evaluate('grpo', samples([[-0.5]], [[-1.5]], [2]), { delta: 2 }).loss).toBeCloseTo(-2.4, 12);
});

test('on answers of one token GSPO, GSPO-token and LUSPO are GRPO', () => {
  const batch = samples([[-1], [-2], [-0.3]], [[-1.1], [-1.7], [-0.9]], [1, -1, 0.5], {
    reference: [[-2], [-1], [-1]],
  });
  const hyper = { epsilon_low: 0.2, epsilon_high: 0.3, beta: 0.1 };
  const want = evaluate('grpo', batch, hyper);
  for (const id of ['gspo', 'gspo_token', 'luspo']) {
    const found = evaluate(id, batch, hyper);
    expect(found.loss).toBeCloseTo(want.loss, 12);
    expect([...found.tokenGradients]).toEqual(Array.from(want.tokenGradients, (value) => expect.closeTo(value, 12)));
  }
});

test('DAPO over two micro-batches is their tokens’ mean, BNPO the mean of their means', () => {
  const parts = [samples([[-1, -1, -1]], [[-1, -1, -1]], [1]), samples([[-1]], [[-1]], [-2])];
  const mean = (id: string) =>
    parts.reduce((sum, part) => sum + evaluate(id, { ...part, draw: { maxLength: 3, tokens: 2 } }).loss, 0) / 2;
  // Three tokens of −1, one of 2.
  expect(mean('dapo')).toBeCloseTo((-3 + 2) / 4, 12);
  expect(mean('bnpo')).toBeCloseTo((-1 + 2) / 2, 12);
});

test('log-ratios are cut at ±20', () => {
  expect(evaluate('grpo', samples([[-1]], [[-500]], [-1])).loss).toBeCloseTo(Math.exp(20), 0);
  expect(evaluate('grpo', samples([[-500]], [[-1]], [-1])).loss).toBeCloseTo(0.8, 12);
});

test('clip metrics count tokens; the smallest and largest share are of answers with tokens', () => {
  // Ratios: low, low, inside | high | no tokens.
  const batch = samples([[-2, -2, -1], [-0.5], []], [[-1, -1, -1], [-1], []], [-1, 1, 1]);
  const { metrics } = evaluate('grpo', batch);
  expect(metrics).toMatchObject({
    'clip_ratio/low_mean': 0.5,
    'clip_ratio/high_mean': 0.25,
    'clip_ratio/region_mean': 0.75,
    'clip_ratio/low_min': 0,
    'clip_ratio/high_max': 1,
  });
  const allLow = samples([[-2], []], [[-1], []], [-1, -1]);
  expect(evaluate('grpo', allLow).metrics['clip_ratio/low_min']).toBe(1);
});

test('needs to know how samples were drawn where that matters', () => {
  const { draw: _, ...batch } = samples([[-1]], [[-1]], [1]);
  expect(() => evaluate('dr_grpo', batch)).toThrow(/how its samples were drawn/);
  expect(() => evaluate('dapo', batch)).toThrow(RangeError);
  expect(evaluate('grpo', batch).loss).toBe(-1);
});

test('arguments are those of TRL’s config', () => {
  const { trl, ...grpo } = method('grpo');
  const args = 'none' in trl ? undefined : trl.arguments?.(defaultsOf({ trl, ...grpo }));
  expect(args).toEqual({
    loss_type: 'grpo',
    epsilon: 0.2,
    epsilon_high: 0.2,
    beta: 0,
    delta: null,
    use_bias_correction_kl: false,
    top_entropy_quantile: 1,
    off_policy_mask_threshold: null,
  });
});
