import { describe, expect, test } from 'vitest';
import { WORLDS } from '../worlds/index.ts';
import type { ScoredBatch } from './evaluateBatch.ts';
import { lengthControlMetrics } from './lengthControlMetrics.ts';
import { theoryFacts } from './rankingMetrics.ts';
import { trueProbability } from './trueProbability.ts';

function batch(chosen: readonly [number, number][], rejected: readonly [number, number][]): ScoredBatch {
  const side = (rows: readonly [number, number][]) => ({
    logps: Float64Array.from(rows, ([logp]) => logp),
    refLogps: Float64Array.from(rows, ([, refLogp]) => refLogp),
    lengths: Float64Array.from(rows, () => 5),
  });
  const none = new Float64Array(0);
  return {
    loss: 0,
    losses: none,
    chosenRewards: none,
    rejectedRewards: none,
    chosen: side(chosen),
    rejected: side(rejected),
    metrics: {},
    tokenGradients: [],
    klGradients: null,
    parameterGradients: {},
    tokenMasks: null,
    state: {},
  };
}

describe('theoryFacts', () => {
  // Reference gaps −4 and 1; policy gaps −1 and 2; margins at β 0.5: 1.5 and 0.5.
  const scored = batch(
    [
      [-9, -12],
      [-8, -9],
    ],
    [
      [-8, -8],
      [-10, -10],
    ],
  );

  test('pairs by difficulty and by their DPO loss', () => {
    const { pairs } = theoryFacts(scored, 0.5, [null, null]);
    expect(pairs?.dots.map(({ difficulty }) => difficulty)).toEqual([4, -1]);
    expect(pairs?.dots[0]?.loss).toBeCloseTo(Math.log1p(Math.exp(-1.5)), 12);
    expect(pairs?.dots[1]?.loss).toBeCloseTo(Math.log1p(Math.exp(-0.5)), 12);
    expect(pairs?.beta).toBe(0.5);
  });

  test('the ideal optimum, the gap to it, and calibration, over the pairs whose probability is known', () => {
    // log-odds of 0.9 over β: 4.39 outweighs −4; of 0.3: −1.69 outweighs 1. The policy ranks the second rightly alone.
    const { values, calibration } = theoryFacts(scored, 0.5, [0.9, 0.3]);
    expect(values.ideal_ranking_accuracy).toMatchObject({ value: 0.5, n: 2 });
    expect(values.alignment_gap).toMatchObject({ value: 0, n: 2 });
    const logit = (p: number) => Math.log(p / (1 - p));
    expect(values.calibration_slope?.value).toBeCloseTo(
      (1.5 * logit(0.9) + 0.5 * logit(0.3)) / (1.5 ** 2 + 0.5 ** 2),
      9,
    );
    const sigmoid = (z: number) => 1 / (1 + Math.exp(-z));
    expect(values.ece?.value).toBeCloseTo((Math.abs(sigmoid(1.5) - 0.9) + Math.abs(sigmoid(0.5) - 0.3)) / 2, 12);
    expect(calibration?.n).toBe(2);
    expect(theoryFacts(scored, 0.5, [0.9, null]).values.ideal_ranking_accuracy).toMatchObject({ value: 1, n: 1 });
    expect(theoryFacts(scored, 0.5, [0.9, null]).values.alignment_gap).toMatchObject({ value: 1, n: 1 });
  });

  test('say nothing without β, without pairs, or without probabilities', () => {
    expect(theoryFacts(scored, null, [0.9, 0.3])).toEqual({ values: {}, pairs: null, calibration: null });
    expect(theoryFacts(scored, 0, [0.9, 0.3]).pairs).toBeNull();
    expect(theoryFacts(batch([[-1, -1]], []), 0.5, []).pairs).toBeNull();
    expect(theoryFacts(scored, 0.5, [null, null]).values).toEqual({});
  });
});

test('the true probability: the row’s own, else its world’s, else unknown', () => {
  const world = WORLDS.find(({ id }) => id === 'style') ?? expect.fail();
  const knobs = { kappa: 0, epsilon: 0, sharpness: 2 };
  const row = { prompt: 'a', chosen: 'b', rejected: 'c' };
  expect(trueProbability({ world: null, knobs: {} }, row)).toBeNull();
  expect(trueProbability({ world: null, knobs: {} }, { ...row, relations: { probability: 0.7 } })).toBe(0.7);
  const found = trueProbability({ world, knobs }, row);
  const [chosen, rejected] = [world.goldScore('a', 'b'), world.goldScore('a', 'c')];
  expect(found).toBeCloseTo(1 / (1 + Math.exp(-2 * (chosen - rejected))), 9);
});

test('length-controlled rates by both judges, with intervals; verdicts that a judge could not give are left out', () => {
  const n = 60;
  const lengths = Array.from({ length: n }, (_, i) => 20 + ((i * 7) % 15));
  const baselineLengths = lengths.map(() => 24);
  // By the judge the longer answer wins; gold is a coin that does not see length.
  const judged = Float64Array.from(lengths, (length) => (length > 24 ? 1 : length < 24 ? 0 : 0.5));
  const gold = Float64Array.from(lengths, (_, i) => (i % 2 === 0 ? 1 : 0));
  const { values, warnings } = lengthControlMetrics({ lengths, baselineLengths, judged, gold }, 7);
  const raw = judged.reduce((sum, verdict) => sum + verdict, 0) / n;
  expect(raw).toBeGreaterThan(0.6);
  expect(values.lc_win_rate?.value).toBeLessThan(raw - 0.05);
  expect(values.gold_lc_win_rate?.value).toBeCloseTo(0.5, 1);
  expect(values.lc_win_rate?.low).toBeLessThan(values.lc_win_rate?.value ?? Number.NaN);
  expect(values.lc_win_rate?.high).toBeGreaterThan(values.lc_win_rate?.value ?? Number.NaN);
  expect(lengthControlMetrics({ lengths, baselineLengths, judged, gold }, 7).values).toEqual(values);
  expect(warnings).not.toContain('length_one_sided');

  const silent = judged.with(0, Number.NaN);
  expect(lengthControlMetrics({ lengths, baselineLengths, judged: silent, gold: null }, 7).values).toMatchObject({
    lc_win_rate: { n: n - 1 },
  });
  expect(lengthControlMetrics({ lengths, baselineLengths, judged: null, gold: null }, 7).values).toEqual({});
  const longer = { lengths: lengths.map((length) => length + 10), baselineLengths, judged, gold };
  expect(lengthControlMetrics(longer, 7).warnings).toContain('length_one_sided');
});
