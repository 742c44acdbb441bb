import { describe, expect, test } from 'vitest';
import { randomStream } from '../train/rng.ts';
import { fitLogistic } from './fitLogistic.ts';
import { groupFolds } from './groupFolds.ts';
import { lengthControlledBetween, lengthControlledWinRate, lengthTermsOf } from './lengthControl.ts';
import { lengthControlledInterval } from './lengthControlInterval.ts';
import { wilsonInterval } from './winRate.ts';

const logistic = (z: number) => 1 / (1 + Math.exp(-z));

describe('fitLogistic', () => {
  const ones = { features: Float64Array.of(1, 1, 1, 1), weights: Float64Array.of(1, 1, 1, 1), width: 1 };
  const three = { ...ones, labels: Float64Array.of(1, 1, 1, 0) };

  test('one constant feature: the log-odds of the mean', () => {
    const fit = fitLogistic(three, { l1: 0 });
    expect(fit.coefficients[0]).toBeCloseTo(Math.log(3), 12);
    expect(fit.information[0]).toBeCloseTo(4 * 0.75 * 0.25, 12);
    const weighted = { ...three, weights: Float64Array.of(1, 1, 1, 9) };
    expect(fitLogistic(weighted, { l1: 0 }).coefficients[0]).toBeCloseTo(Math.log(3 / 9), 12);
  });

  test('an L1 penalty shifts the slope by its strength, and holds 0 where the slope there is less', () => {
    // Σ(p − y) = −l1: 4p = 3 − 0.4
    expect(fitLogistic(three, { l1: 0.4 }).coefficients[0]).toBeCloseTo(Math.log(0.65 / 0.35), 10);
    // At 0 the slope is Σ(½ − y) = −1.
    expect(fitLogistic(three, { l1: 1 }).coefficients[0]).toBe(0);
    expect(fitLogistic(three, { l1: 0.999 }).coefficients[0]).toBeGreaterThan(0);
  });

  test('a Gaussian prior: Σ(p − y) + λ (w − μ) is 0', () => {
    const [w = Number.NaN] = fitLogistic(three, { l1: 0, lambda: [2], mu: [-1] }).coefficients;
    expect(4 * logistic(w) - 3 + 2 * (w + 1)).toBeCloseTo(0, 12);
  });

  test('separated outcomes run away and say so; a feature that no row has stays at 0', () => {
    const won = { ...ones, labels: Float64Array.of(1, 1, 1, 1) };
    expect(fitLogistic(won, { l1: 0 }).converged).toBe(false);
    expect(fitLogistic(won, { l1: 0, lambda: [1] }).converged).toBe(true);
    const rows = {
      features: Float64Array.of(0, 1, 0, 1),
      labels: Float64Array.of(1, 0.5),
      weights: Float64Array.of(1, 1),
      width: 2,
    };
    const fit = fitLogistic(rows, { l1: 0 });
    expect(fit.coefficients[0]).toBe(0);
    expect(fit.coefficients[1]).toBeCloseTo(Math.log(3), 12);
    expect(fit.converged).toBe(true);
  });
});

describe('length control', () => {
  // Differences −3 … 4 about the baseline's 10; preferences exactly of the model.
  const lengths = [7, 8, 9, 10, 11, 12, 13, 14];
  const baselineLengths = lengths.map(() => 10);
  const terms = lengthTermsOf({ preferences: [], lengths, baselineLengths });
  const difficulties = [0.5, -1, 2, 0, -0.5, 1, -2, 0.3];

  test('the length term is the baseline’s lead in sample standard deviations, squashed', () => {
    // Deviations from their mean 0.5 square to 42, over 7: sd √6.
    expect(terms[0]).toBeCloseTo(Math.tanh(3 / Math.sqrt(6)), 12);
    expect(terms[7]).toBeCloseTo(Math.tanh(-4 / Math.sqrt(6)), 12);
    expect([...lengthTermsOf({ preferences: [], lengths: [5, 6], baselineLengths: [3, 4] })]).toEqual([0, 0]);
  });

  test('preferences of the model come back: weights, and the rate with the length term at 0', () => {
    const preferences = [...terms].map((term) => logistic(-1.5 * term + 0.2));
    const result = lengthControlledWinRate({ preferences, lengths, baselineLengths });
    expect(result?.weights.length).toBeCloseTo(-1.5, 9);
    expect(result?.weights.bias).toBeCloseTo(0.2, 9);
    expect(result?.weights.difficulty).toBeNull();
    expect(result?.rate).toBeCloseTo(logistic(0.2), 9);
    expect(result?.raw).toBeCloseTo(preferences.reduce((sum, value) => sum + value, 0) / 8, 12);
    expect(result?.predictionError).toBeCloseTo(0, 12);
    expect(result?.n).toBe(8);
  });

  test('with difficulties the rate is the mean over prompts, and another policy’s is compared prompt by prompt', () => {
    const preferences = [...terms].map((term, i) => logistic(0.7 * term + 0.8 * (difficulties[i] ?? 0) - 0.4));
    const result = lengthControlledWinRate({ preferences, lengths, baselineLengths, difficulties });
    expect(result?.weights.difficulty).toBeCloseTo(0.8, 9);
    const want = difficulties.reduce((sum, g) => sum + logistic(0.8 * g - 0.4), 0) / 8;
    expect(result?.rate).toBeCloseTo(want, 9);
    const policy = { length: 0, difficulty: 0.8, bias: -0.4 };
    expect(lengthControlledBetween(policy, { length: 9, difficulty: 0, bias: 0 }, difficulties)).toBeCloseTo(want, 12);
    expect(lengthControlledBetween(policy, policy, difficulties)).toBe(0.5);
  });

  test('regulariser rows hold the length weight without a bias of their own', () => {
    const preferences = [...terms].map((term) => logistic(-1.5 * term + 0.2));
    const regularizer = {
      lengthTerms: [1, -1],
      difficulties: [0, 0],
      preferences: [0.5, 0.5],
      weight: 1e6,
    };
    const result = lengthControlledWinRate({ preferences, lengths, baselineLengths }, { regularizer });
    expect(result?.weights.length).toBeCloseTo(0, 4);
    expect(result?.n).toBe(8);
  });

  test('a strong prior leaves the raw rate, or the length weight it is centred on', () => {
    const preferences = [1, 0, 1, 1, 1, 0.5, 1, 1];
    const rows = { preferences, lengths, baselineLengths };
    const flat = lengthControlledWinRate(rows, { prior: { lambda: 1e9, mu: 0 } });
    expect(flat?.rate).toBeCloseTo(6.5 / 8, 6);
    expect(lengthControlledWinRate(rows, { prior: { lambda: 1e9, mu: -2 } })?.weights.length).toBeCloseTo(-2, 6);
  });

  test('says why a rate should not be taken at its word', () => {
    const warnings = (preferences: number[], own: number[]) =>
      lengthControlledWinRate({ preferences, lengths: own, baselineLengths: own.map(() => 10) })?.warnings;
    expect(warnings([1, 0, 1, 0.5], [12, 12, 12, 12])).toEqual(['length_constant']);
    expect(warnings([1, 0, 1, 0, 1, 0], [12, 12.5, 13, 13.5, 14, 14.5])).toContain('length_one_sided');
    expect(warnings([1, 0, 1, 0, 1, 0], [12, 12.5, 13, 13.5, 14, 14.5])).toContain('length_uncertain');
    expect(warnings([1, 1, 1, 1], [9, 11, 8, 12])).toContain('not_converged');
    // 200 rows whose longer answers win as the model says: identified; raw and 0.5 are far apart.
    const many = Array.from({ length: 200 }, (_, i) => 10 + (i % 8) - 1);
    const steps = lengthTermsOf({ preferences: [], lengths: many, baselineLengths: many.map(() => 10) });
    const even = [...steps].map((term) => logistic(-3 * term));
    expect(warnings(even, many)).toEqual(['far_from_raw']);
    expect(
      warnings(
        [...steps].map((term) => logistic(-0.3 * term)),
        many,
      ),
    ).toEqual([]);
  });

  test('is nothing without rows, and refuses lists that do not pair up', () => {
    expect(lengthControlledWinRate({ preferences: [], lengths: [], baselineLengths: [] })).toBeNull();
    expect(() => lengthControlledWinRate({ preferences: [1], lengths: [1], baselineLengths: [] })).toThrow(RangeError);
    expect(() => lengthControlledWinRate({ preferences: [1.5], lengths: [1], baselineLengths: [2] })).toThrow(/1\.5/);
  });
});

describe('bootstrap interval', () => {
  const n = 64;
  const lengths = Array.from({ length: n }, (_, i) => 10 + ((i * 7) % 13));
  const baselineLengths = lengths.map(() => 14);
  const preferences = lengths.map((length, i) => (((i * 5) % 8) + length / 4 > 6 ? 1 : 0));
  const rows = { preferences, lengths, baselineLengths };
  const options = { prior: { lambda: 1.6, mu: 0 } };

  test('holds the rate, is the same for the same seed, and narrows with more prompts', () => {
    const rate = lengthControlledWinRate(rows, options)?.rate ?? Number.NaN;
    const interval = lengthControlledInterval(rows, options, randomStream(1, 'bootstrap'), 300);
    expect(interval?.low).toBeLessThan(rate);
    expect(interval?.high).toBeGreaterThan(rate);
    expect(lengthControlledInterval(rows, options, randomStream(1, 'bootstrap'), 300)).toEqual(interval);
    const four = (list: readonly number[]) => [...list, ...list, ...list, ...list];
    const more = { preferences: four(preferences), lengths: four(lengths), baselineLengths: four(baselineLengths) };
    const narrow = lengthControlledInterval(more, { prior: { lambda: 6.4, mu: 0 } }, randomStream(1, 'bootstrap'), 300);
    const width = (found: typeof interval) => (found?.high ?? Number.NaN) - (found?.low ?? Number.NaN);
    expect(width(narrow) / width(interval)).toBeGreaterThan(0.35);
    expect(width(narrow) / width(interval)).toBeLessThan(0.65);
  });

  test('with no length term it is that of a proportion', () => {
    const alike = { ...rows, lengths: baselineLengths };
    const interval = lengthControlledInterval(alike, {}, randomStream(2, 'bootstrap'), 2000);
    const wins = preferences.filter((value) => value === 1).length;
    const wilson = wilsonInterval(wins, n);
    expect(Math.abs((interval?.low ?? Number.NaN) - (wilson?.low ?? 0))).toBeLessThan(0.03);
    expect(Math.abs((interval?.high ?? Number.NaN) - (wilson?.high ?? 0))).toBeLessThan(0.03);
    expect(
      lengthControlledInterval({ preferences: [], lengths: [], baselineLengths: [] }, {}, randomStream(1, 'b')),
    ).toBeNull();
  });
});

test('folds are of equal size, and up to 17 groups are dealt from the last', () => {
  expect([...groupFolds(7, 5)]).toEqual([1, 0, 4, 3, 2, 1, 0]);
  for (const n of [20, 120, 805]) {
    const folds = groupFolds(n, 5);
    const sizes = [0, 1, 2, 3, 4].map((fold) => folds.filter((value) => value === fold).length);
    expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
  }
});
