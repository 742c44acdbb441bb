import { definedMetrics } from '../metrics/aggregate.ts';
import { type Calibration, calibrate } from '../metrics/calibration.ts';
import { meanWithInterval, shareWithInterval } from '../metrics/intervals.ts';
import { type PairDots, pairDots } from '../metrics/pairDots.ts';
import { flipsOfWrongPairs, idealRanking, rankedRightly } from '../metrics/ranking.ts';
import type { MetricValue, MetricValues } from '../metrics/types.ts';
import type { ScoredBatch, SideSums } from './evaluateBatch.ts';

/** Ranking by log-prob and by log-prob a token, and how many pairs that the reference ranks wrongly have turned. */
export function rankingMetrics({ chosen, rejected }: ScoredBatch): Record<string, MetricValue | null> {
  const mean = ({ logps, lengths }: SideSums) => logps.map((logp, i) => logp / Math.max(1, lengths[i] ?? 0));
  const difficulties = rejected.refLogps.map((logp, i) => logp - (chosen.refLogps[i] ?? 0));
  const gaps = chosen.logps.map((logp, i) => logp - (rejected.logps[i] ?? 0));
  return {
    ranking_accuracy: shareWithInterval(rankedRightly(chosen.logps, rejected.logps)),
    ranking_accuracy_norm: shareWithInterval(rankedRightly(mean(chosen), mean(rejected))),
    flipped_wrong_pairs: shareWithInterval(flipsOfWrongPairs(difficulties, gaps)),
  };
}

export interface TheoryFacts {
  readonly values: MetricValues;
  readonly pairs: PairDots | null;
  readonly calibration: Calibration | null;
}

/**
 * What theory says of the pairs: where they lie against the boundary, how far the ideal optimum would rank them and whether margins
 * are the labels' log-odds. Needs β against a reference; the last two also the labels' true probabilities.
 *
 * @param beta of the implicit reward β · log-ratio; null where the objective has none
 * @param probabilities P(chosen wins) under the labelling rule, null where nobody knows. [n]
 */
export function theoryFacts(
  { chosen, rejected }: ScoredBatch,
  beta: number | null,
  probabilities: readonly (number | null)[],
): TheoryFacts {
  if (beta === null || !(beta > 0) || chosen.logps.length !== rejected.logps.length) {
    return { values: {}, pairs: null, calibration: null };
  }
  const pairs = { beta, dots: pairDots(chosen, rejected, beta) };
  const known = probabilities.flatMap((p, i) => (p === null ? [] : [{ p, i }]));
  if (known.length === 0) return { values: {}, pairs, calibration: null };
  const pick = (of: (i: number) => number) => Float64Array.from(known, ({ i }) => of(i));
  const item = (values: Float64Array, i: number) => values[i] ?? Number.NaN;
  const refGaps = pick((i) => item(chosen.refLogps, i) - item(rejected.refLogps, i));
  const gaps = pick((i) => item(chosen.logps, i) - item(rejected.logps, i));
  const ideal = idealRanking(
    refGaps,
    Float64Array.from(known, ({ p }) => p),
    beta,
  );
  // Margins that are rounding of float32 sums are no opinion.
  const margins = gaps.map((gap, i) => roundedToZero(beta * (gap - item(refGaps, i))));
  const calibration = calibrate(
    margins,
    known.map(({ p }) => p),
  );
  const n = known.length;
  return {
    values: definedMetrics({
      ideal_ranking_accuracy: shareWithInterval(ideal),
      // Pair by pair, so that the interval is of the difference.
      alignment_gap: meanWithInterval(ideal.map((right, i) => right - (item(gaps, i) >= 0 ? 1 : 0))),
      calibration_slope:
        calibration.slope === null ? null : { value: calibration.slope, n, ...calibration.slopeInterval },
      ece:
        calibration.expectedError === null
          ? null
          : { value: calibration.expectedError, n, ...calibration.errorInterval },
    }),
    pairs,
    calibration,
  };
}

const MARGIN_ROUNDING = 1e-4;

function roundedToZero(margin: number): number {
  return Math.abs(margin) < MARGIN_ROUNDING ? 0 : margin;
}
