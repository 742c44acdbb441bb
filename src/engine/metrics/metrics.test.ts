import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { methodById } from '../methods/index.ts';
import { evaluateObjective, type ObjectiveArrays } from '../methods/objective.ts';
import { definedMetrics, meanOf, mergeMetrics, spreadOf, weightedMeanOf } from './aggregate.ts';
import { averageRanks, kendallTauB, leastSquares, pearson, spearman } from './correlation.ts';
import { METRICS, metricById } from './index.ts';
import { entropy, klDivergence, klEstimates, logSoftmax } from './kl.ts';
import { preferenceMetrics } from './preference.ts';
import { wilsonInterval, winRate } from './winRate.ts';

describe('registry', () => {
  test('has every metric once, found with and without the held-out prefix', () => {
    expect(new Set(METRICS.map(({ id }) => id)).size).toBe(METRICS.length);
    for (const metric of METRICS) {
      expect(metricById(metric.id)).toBe(metric);
      expect(metricById(`eval_${metric.id}`)).toBe(metric);
    }
    expect(metricById('constructor')).toBeUndefined();
  });

  test.each([
    'loss',
    'learning_rate',
    'grad_norm',
    'rewards/chosen',
    'rewards/rejected',
    'rewards/margins',
    'rewards/accuracies',
    'logps/chosen',
    'logps/rejected',
    'entropy',
    'corr/implicit_reward_length',
    'corr/implicit_reward_length_spearman',
    'kl',
    'kl_per_token',
    'completions/mean_length',
    'completions/clipped_ratio',
    'win_rate',
    'gold_win_rate',
    'gold_reward',
    'proxy_reward',
    'ranking_accuracy',
    'ranking_accuracy_norm',
    'ideal_ranking_accuracy',
    'alignment_gap',
    'flipped_wrong_pairs',
    'lc_win_rate',
    'gold_lc_win_rate',
    'partial_corr',
    'partial_corr_spearman',
    'slope/implicit_reward_length',
    'calibration_slope',
    'ece',
    'distinct_1',
    'distinct_2',
    'repetition',
    'displacement/chosen',
    'displacement/rejected',
    'well_formed',
    'verified',
    'all_verified',
    'exploitability',
    'group_gold/majority',
    'group_gold/minority',
  ])('knows %s', (id) => {
    expect(metricById(id)?.meaning).toMatch(/\.$/);
  });
});

describe('aggregation is per example', () => {
  test('batches of different sizes merge to the mean over all examples', () => {
    const parts = [
      { loss: { value: 1, n: 1 }, 'rewards/accuracies': { value: 1, n: 1 } },
      { loss: { value: 3, n: 3 } },
    ];
    expect(mergeMetrics(parts)).toEqual({ loss: { value: 2.5, n: 4 }, 'rewards/accuracies': { value: 1, n: 1 } });
    expect(mergeMetrics([])).toEqual({});
  });

  test('splitting examples any way gives the same mean', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: -100, max: 100, noNaN: true }), { minLength: 2 }),
        fc.nat(),
        (values, at) => {
          const cut = at % values.length;
          const parts = [values.slice(0, cut), values.slice(cut)].map((part) => definedMetrics({ x: meanOf(part) }));
          expect(mergeMetrics(parts).x?.value).toBeCloseTo(meanOf(values)?.value ?? Number.NaN, 9);
          expect(mergeMetrics(parts).x?.n).toBe(values.length);
        },
      ),
    );
  });

  test('what has no examples is left out', () => {
    expect(meanOf([])).toBeNull();
    expect(weightedMeanOf([1, 2], [0, 0])).toBeNull();
    expect(weightedMeanOf([1, 4], [1, 3])).toEqual({ value: 3.25, n: 2 });
    expect(() => weightedMeanOf([1], [])).toThrow(RangeError);
    expect(definedMetrics({ a: null })).toEqual({});
  });

  test('spread over runs', () => {
    expect(spreadOf([1, 3])).toEqual({ mean: 2, sd: Math.SQRT2, n: 2 });
    expect(spreadOf([5])).toEqual({ mean: 5, sd: 0, n: 1 });
    expect(spreadOf([])).toBeNull();
  });
});

describe('correlation', () => {
  test('of a line is ±1, of ranks unmoved by monotone maps', () => {
    const x = [1, 2, 3, 4, 5];
    expect(
      pearson(
        x,
        x.map((v) => 3 - 2 * v),
      ),
    ).toBeCloseTo(-1, 12);
    expect(spearman(x, x.map(Math.exp))).toBeCloseTo(1, 12);
    expect(kendallTauB(x, x.map(Math.exp))).toBe(1);
    expect(
      leastSquares(
        x,
        x.map((v) => 3 - 2 * v),
      ),
    ).toEqual({ slope: -2, intercept: 3 });
  });

  test('ties share the average rank', () => {
    expect([...averageRanks([10, 20, 10, 30])]).toEqual([1.5, 3, 1.5, 4]);
  });

  test('is undefined for constants and single points', () => {
    for (const f of [pearson, spearman, kendallTauB]) {
      expect(f([0.1, 0.1, 0.1], [1, 2, 3])).toBeNull();
      expect(f([1, 2, 3], [0.1, 0.1, 0.1])).toBeNull();
      expect(f([1], [1])).toBeNull();
      expect(f([], [])).toBeNull();
      expect(() => f([1, 2], [1])).toThrow(RangeError);
    }
  });
});

describe('win rate', () => {
  test('ties count half; the interval holds the rate and stays in [0, 1]', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(0, 0.5, 1), { minLength: 1 }), (outcomes) => {
        const result = winRate(outcomes);
        if (result === null) throw new Error('no outcomes');
        expect(result.wins + result.losses + result.ties).toBe(outcomes.length);
        expect(result.rate).toBeCloseTo((result.wins + result.ties / 2) / outcomes.length, 12);
        expect(result.low).toBeGreaterThanOrEqual(0);
        expect(result.high).toBeLessThanOrEqual(1);
        expect(result.low).toBeLessThanOrEqual(result.rate + 1e-12);
        expect(result.high).toBeGreaterThanOrEqual(result.rate - 1e-12);
      }),
    );
  });

  test('narrows with n, and is undefined without outcomes', () => {
    const width = (n: number) => {
      const interval = wilsonInterval(n / 2, n);
      return (interval?.high ?? Number.NaN) - (interval?.low ?? Number.NaN);
    };
    expect(width(400)).toBeLessThan(width(100));
    expect(width(100)).toBeCloseTo(0.192, 3);
    expect(winRate([])).toBeNull();
    expect(wilsonInterval(0, 0)).toBeNull();
    expect(winRate([1])?.standardError).toBeNull();
  });
});

describe('divergence', () => {
  test('k3 is never negative and averages to the exact KL under the policy', () => {
    const [p, q] = [logSoftmax([0.3, -1, 2]), logSoftmax([1, 0, 0.5])];
    let [mean1, mean3] = [0, 0];
    p.forEach((logp, i) => {
      const { k1, k3 } = klEstimates(logp, q[i] ?? Number.NaN);
      expect(k3).toBeGreaterThanOrEqual(0);
      mean1 += Math.exp(logp) * k1;
      mean3 += Math.exp(logp) * k3;
    });
    expect(mean1).toBeCloseTo(klDivergence(p, q), 12);
    expect(mean3).toBeCloseTo(klDivergence(p, q), 12);
    expect(klDivergence(p, p)).toBe(0);
  });

  test('entropy of V equal tokens is log V; an impossible token counts nothing', () => {
    expect(entropy(logSoftmax([5, 5, 5, 5]))).toBeCloseTo(Math.log(4), 12);
    expect(entropy([0, Number.NEGATIVE_INFINITY])).toBeCloseTo(0, 12);
    expect([...logSoftmax([1000, 0])]).toEqual([0, -1000]);
  });
});

test('preference metrics of a batch', () => {
  const method = methodById('sigmoid');
  if (!method) throw new Error('no method sigmoid');
  const arrays: ObjectiveArrays = {
    sequences: 4,
    tokens: 2,
    tokenLogps: Float64Array.of(-1, -1, -2, -2, -3, 0, -1, -1),
    refTokenLogps: Float64Array.of(-2, -1, -2, -2, -2, 0, -1, -1),
    completionMask: Uint8Array.of(1, 1, 1, 1, 1, 0, 1, 1),
    fullMask: Uint8Array.of(1, 1, 1, 1, 1, 0, 1, 1),
    chosen: Int32Array.of(0, 1),
    rejected: Int32Array.of(2, 3),
  };
  const values = preferenceMetrics(arrays, evaluateObjective(method, arrays, { beta: 0.5 }));
  // u = (1, 0), v = (−1, 0): the second pair ties, which is not accurate.
  expect(values['rewards/chosen']).toEqual({ value: 0.25, n: 2 });
  expect(values['rewards/rejected']).toEqual({ value: -0.25, n: 2 });
  expect(values['rewards/margins']).toEqual({ value: 0.5, n: 2 });
  expect(values['rewards/accuracies']).toEqual({ value: 0.5, n: 2 });
  expect(values['logps/chosen']).toEqual({ value: -3, n: 2 });
  expect(values['logps/rejected']).toEqual({ value: -2.5, n: 2 });
  expect(values.loss?.value).toBeCloseTo((Math.log1p(Math.exp(-1)) + Math.LN2) / 2, 12);

  const chosenOnly = { ...arrays, rejected: new Int32Array(0) };
  const sft = methodById('sft');
  if (!sft) throw new Error('no method sft');
  const alone = preferenceMetrics(chosenOnly, evaluateObjective(sft, chosenOnly, { beta: 1 }));
  expect(Object.keys(alone).sort()).toEqual(['logps/chosen', 'loss', 'rewards/chosen']);
});

test('samples are neither chosen nor rejected: only their loss is left', () => {
  const method = methodById('grpo');
  if (!method) throw new Error('no method grpo');
  const logps = Float64Array.of(-1, -2);
  const arrays: ObjectiveArrays = {
    sequences: 2,
    tokens: 1,
    tokenLogps: logps,
    oldTokenLogps: logps,
    refTokenLogps: logps,
    completionMask: Uint8Array.of(1, 1),
    fullMask: Uint8Array.of(1, 1),
    chosen: new Int32Array(0),
    rejected: new Int32Array(0),
    sample: Int32Array.of(0, 1),
    columns: { 'sample advantage': Float64Array.of(1, -3) },
  };
  const hyper = Object.fromEntries(method.hyperparameters.map(({ name, default: value }) => [name, value]));
  const evaluation = evaluateObjective(method, arrays, hyper);
  expect([evaluation.chosenRewards.length, evaluation.rejectedRewards.length]).toEqual([0, 0]);
  expect(preferenceMetrics(arrays, evaluation)).toEqual({ loss: { value: 1, n: 2 } });
});
