import { describe, expect, test } from 'vitest';
import { randomStream } from '../train/rng.ts';
import { bootstrapInterval } from './bootstrap.ts';
import { calibrate } from './calibration.ts';
import { pearson, spearman } from './correlation.ts';
import { distinctNgrams, repetitionShares } from './diversity.ts';
import {
  correlationInterval,
  meanWithInterval,
  ratioWithInterval,
  shareWithInterval,
  slopeInterval,
} from './intervals.ts';
import { partialPearson, partialSpearman } from './partialCorrelation.ts';
import { boundaryLoss, flipsOfWrongPairs, idealRanking, rankedRightly } from './ranking.ts';

describe('intervals', () => {
  test('of a mean: ± 1.96 standard errors, none for one example', () => {
    // sd 2 (deviations −2, 0, 2 over 2), error 2/√3.
    const mean = meanWithInterval([1, 3, 5]);
    expect(mean?.value).toBe(3);
    expect(mean?.low).toBeCloseTo(3 - (1.959963984540054 * 2) / Math.sqrt(3), 12);
    expect(mean?.high).toBeCloseTo(3 + (1.959963984540054 * 2) / Math.sqrt(3), 12);
    expect(meanWithInterval([4])).toEqual({ value: 4, n: 1 });
    expect(meanWithInterval([])).toBeNull();
  });

  test('of a share: Wilson’s, as scipy has it for 7 of 10', () => {
    const share = shareWithInterval([1, 1, 1, 1, 1, 1, 1, 0, 0, 0]);
    expect(share?.value).toBeCloseTo(0.7, 12);
    expect(share?.low).toBeCloseTo(0.39677814746114537, 9);
    expect(share?.high).toBeCloseTo(0.8922087325936989, 9);
  });

  test('of a mean over tokens: answers are what varies, not their tokens', () => {
    // 15/10; residues 0, −2, 2: error √(8 · 3/2) / 10.
    const ratio = ratioWithInterval([3, 4, 8], [2, 4, 4]);
    expect(ratio).toMatchObject({ value: 1.5, n: 10 });
    expect(ratio?.low).toBeCloseTo(0.821048559554297, 12);
    expect(ratio?.high).toBeCloseTo(2.178951440445703, 12);
    expect(ratioWithInterval([3], [2])).toEqual({ value: 1.5, n: 2 });
    expect(ratioWithInterval([0], [0])).toBeNull();
    expect(() => ratioWithInterval([1], [])).toThrow(RangeError);
  });

  test('of a slope: White’s standard error', () => {
    // 1, 4, 1, 6, 3 on 1…5: slope 0.6, residues −0.8, 1.6, −2, 2.4, −1.2; √Σ(x e)² = √16.64 over Σx² = 10.
    const interval = slopeInterval(0.6, [-2, -1, 0, 1, 2], [-0.8, 1.6, -2, 2.4, -1.2]);
    expect(interval?.low).toBeCloseTo(0.6 - 1.959963984540054 * (Math.sqrt(16.64) / 10), 12);
    expect(interval?.high).toBeCloseTo(1.3995115682487043, 12);
    expect(slopeInterval(1, [-1, 1], [0, 0])).toBeNull();
  });

  test('of a correlation: Fisher’s z', () => {
    // atanh 0.5 = 0.549306, ± 1.959964 / 5
    const interval = correlationInterval(0.5, 28);
    expect(interval?.low).toBeCloseTo(0.156, 3);
    expect(interval?.high).toBeCloseTo(0.7359, 3);
    // One quantity held fixed costs one example; ranks are less certain.
    expect(correlationInterval(0.5, 29, { given: 1 })).toEqual(interval);
    expect(correlationInterval(0.5, 28, { ranks: true })?.low).toBeLessThan(interval?.low ?? Number.NaN);
    expect(correlationInterval(1, 28)).toEqual({ low: 1, high: 1 });
    expect(correlationInterval(0.5, 3)).toBeNull();
  });

  test('by bootstrap: close to the normal one of a mean, the same for the same seed', () => {
    const values = Array.from({ length: 100 }, (_, i) => Math.sin(i * 12.9898) * 3);
    const mean = (rows: Int32Array) => rows.reduce((sum, i) => sum + (values[i] ?? 0), 0) / rows.length;
    const interval = bootstrapInterval(100, mean, randomStream(3, 'bootstrap'), 2000);
    const normal = meanWithInterval(values);
    expect(interval?.low).toBeCloseTo(normal?.low ?? Number.NaN, 1);
    expect(interval?.high).toBeCloseTo(normal?.high ?? Number.NaN, 1);
    expect(bootstrapInterval(100, mean, randomStream(3, 'bootstrap'), 2000)).toEqual(interval);
    expect(bootstrapInterval(100, mean, randomStream(4, 'bootstrap'), 2000)).not.toEqual(interval);
    expect(bootstrapInterval(0, mean, randomStream(3, 'bootstrap'))).toBeNull();
    expect(bootstrapInterval(3, () => null, randomStream(3, 'bootstrap'))).toBeNull();
  });
});

describe('partial correlation', () => {
  const x = [1, 2, 3, 4, 5, 6, 7];
  const y = [2, 1, 4, 3, 7, 5, 6];
  const z = [1, 3, 2, 5, 4, 6, 5];

  test('is the textbook formula of three pairwise ones', () => {
    const [xy, xz, yz] = [pearson(x, y) ?? 0, pearson(x, z) ?? 0, pearson(y, z) ?? 0];
    const want = (xy - xz * yz) / Math.sqrt((1 - xz ** 2) * (1 - yz ** 2));
    expect(partialPearson(x, y, z)).toBeCloseTo(want, 12);
    const [rxy, rxz, ryz] = [spearman(x, y) ?? 0, spearman(x, z) ?? 0, spearman(y, z) ?? 0];
    const ranked = (rxy - rxz * ryz) / Math.sqrt((1 - rxz ** 2) * (1 - ryz ** 2));
    expect(partialSpearman(x, y, z)).toBeCloseTo(ranked, 12);
  });

  test('what the third explains wholly is undefined; a constant third changes nothing', () => {
    expect(
      partialPearson(
        x,
        y,
        x.map((value) => 3 - value),
      ),
    ).toBeNull();
    expect(
      partialPearson(
        x,
        y,
        x.map(() => 2),
      ),
    ).toBeCloseTo(pearson(x, y) ?? Number.NaN, 12);
    expect(partialPearson([1, 2], [1, 2], [2, 1])).toBeNull();
    expect(() => partialPearson(x, y, [1])).toThrow(RangeError);
  });
});

describe('calibration', () => {
  const logit = (p: number) => Math.log(p / (1 - p));

  test('margins that are the log-odds: slope 1, no error, whichever answer was chosen', () => {
    const chances = [0.9, 0.3, 0.55, 0.72, 0.2];
    const found = calibrate(chances.map(logit), chances);
    expect(found.slope).toBeCloseTo(1, 12);
    expect(found.expectedError).toBeCloseTo(0, 12);
    // Twice too sure: half the slope.
    expect(
      calibrate(
        chances.map((p) => 2 * logit(p)),
        chances,
      ).slope,
    ).toBeCloseTo(0.5, 12);
  });

  test('the error is the bins’ distance, weighted by their pairs', () => {
    // Both prefer chosen with σ = 0.8 (one bin); true 0.6 and 0.5: |0.8 − 0.55|. The third prefers rejected with 0.9; true 1 − 0.3.
    const found = calibrate([logit(0.8), logit(0.8), -logit(0.9)], [0.6, 0.5, 0.3]);
    expect(found.expectedError).toBeCloseTo((2 * 0.25 + 0.2) / 3, 12);
    expect(found.bins.map(({ n }) => n)).toEqual([2, 1]);
    expect(found.bins[0]?.actual).toBeCloseTo(0.55, 12);
    expect(found.bins[1]?.predicted).toBeCloseTo(0.9, 12);
    // 0.6 and 0.5: sample deviation 0.0707, error 0.05; a single pair could be anything.
    expect(found.bins[0]?.high).toBeCloseTo(0.55 + 1.959963984540054 * 0.05, 9);
    expect(found.bins[1]).toMatchObject({ low: 0, high: 1 });
    // Pair by pair 0.2, 0.3, 0.2: mean 0.2333, deviation 0.0577.
    expect(found.errorInterval?.low).toBeCloseTo(0.16800120051533152, 12);
    expect(found.errorInterval?.high).toBeCloseTo(0.2986654661513351, 12);
    expect(found.slope).toBeCloseTo(0.27951566050998766, 12);
    expect(found.slopeInterval?.low).toBeCloseTo(0.11164853379657275, 12);
    expect(found.slopeInterval?.high).toBeCloseTo(0.4473827872234026, 12);
  });

  test('a policy that has no opinion is calibrated, and has no slope', () => {
    expect(calibrate([0, 0], [0.9, 0.8])).toMatchObject({ slope: null, expectedError: 0, n: 2 });
    expect(calibrate([], [])).toMatchObject({ slope: null, expectedError: null, bins: [] });
    expect(() => calibrate([1], [])).toThrow(RangeError);
  });
});

describe('ranking', () => {
  test('the ideal optimum outweighs the reference where labels are sure enough for β', () => {
    // log-odds of 0.9 are 2.197: over β = 0.1 they lift 21.97 nats.
    expect([...idealRanking([-21, -23, 5, -1], [0.9, 0.9, 0.5, 0.1], 0.1)]).toEqual([1, 0, 1, 0]);
    expect([...idealRanking([-1000], [1], 0.1)]).toEqual([1]);
    expect(() => idealRanking([0], [0.9], 0)).toThrow(RangeError);
  });

  test('a pair on the boundary has the loss at which its ranking turns', () => {
    // DPO's margin Δ = c exactly: loss −log σ(βc).
    expect(boundaryLoss(0, 0.1)).toBeCloseTo(Math.LN2, 12);
    expect(boundaryLoss(10, 0.1)).toBeCloseTo(Math.log1p(Math.exp(-1)), 12);
    expect(boundaryLoss(-10, 0.1)).toBeCloseTo(1 + Math.log1p(Math.exp(-1)), 12);
    expect(boundaryLoss(-1e5, 1)).toBe(1e5);
  });

  test('flipped: of those that the reference ranks wrongly alone', () => {
    expect(flipsOfWrongPairs([3, 2, 1, -5], [0.5, -0.5, -2, 4])).toEqual([1, 0, 0]);
    expect(flipsOfWrongPairs([-1], [1])).toEqual([]);
    expect(rankedRightly([-1, -4, -2], [-2, -3, -2])).toEqual([1, 0, 1]);
  });
});

describe('diversity', () => {
  test('distinct n-grams over all answers, none across two', () => {
    const answers = [
      [1, 2, 1],
      [1, 2],
    ];
    expect(distinctNgrams(answers, 1)).toMatchObject({ value: 2 / 5, n: 5 });
    expect(distinctNgrams(answers, 2)).toMatchObject({ value: 2 / 3, n: 3 }); // 1 2, 2 1, 1 2
    expect(distinctNgrams([[1]], 2)).toBeNull();
    // Five of fifteen; without each answer in turn 5/9, 4/11 and 3/10.
    const three = [
      [1, 2, 1, 2, 1, 2],
      [1, 3, 3, 1],
      [4, 1, 2, 5, 5],
    ];
    const found = distinctNgrams(three, 1);
    expect(found?.value).toBeCloseTo(1 / 3, 12);
    expect(found?.low).toBeCloseTo(0.03225042077821111, 12);
    expect(found?.high).toBeCloseTo(0.6344162458884555, 12);
    // All n-grams are in one answer: without it there would be none.
    expect(distinctNgrams([[1, 2], []], 1)).toEqual({ value: 1, n: 2 });
  });

  test('repetition within an answer', () => {
    // 1 2 3, 2 3 1, 3 1 2, 1 2 3: one of four was said before.
    expect(
      repetitionShares([
        [1, 2, 3, 1, 2, 3],
        [1, 2, 3],
        [4, 5],
      ]),
    ).toEqual([0.25, 0]);
  });
});
