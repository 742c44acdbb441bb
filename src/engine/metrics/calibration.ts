import { meanWithInterval, slopeInterval } from './intervals.ts';
import type { MetricDefinition } from './types.ts';
import type { Interval } from './winRate.ts';

/** Implicit margins against the labelling rule's own probabilities, where a world knows them. */
export const CALIBRATION_METRICS: readonly MetricDefinition[] = [
  {
    id: 'calibration_slope',
    unit: '',
    direction: 'none',
    meaning:
      'True log-odds of a held-out pair for one unit of implicit margin: 1 is calibrated, below 1 the policy is surer than the labels.',
    range: [null, null],
    format: { style: 'number', digits: 2 },
  },
  {
    id: 'ece',
    unit: '',
    direction: 'down',
    meaning:
      'Expected calibration error: mean distance of σ(margin) from the true preference probability, by bins of held-out pairs.',
    range: [0, 1],
    format: { style: 'number', digits: 3 },
  },
];

/** Pairs of like confidence: how sure the policy is of the answer it prefers, and how likely that answer truly wins. */
export interface ReliabilityBin extends Interval {
  /** Mean σ(|margin|) and mean true probability; the interval is about the latter. */
  readonly predicted: number;
  readonly actual: number;
  readonly n: number;
}

export interface Calibration {
  /**
   * Least squares through the origin of the true log-odds on the margin: 1 where margins are the log-odds, below 1 where the policy
   * is surer than the labels, 0 where its margins do not follow them. null while all margins are 0.
   */
  readonly slope: number | null;
  readonly slopeInterval: Interval | null;
  /** Expected calibration error: Σ n/N · |mean σ(|margin|) − mean true probability| over the bins, from 0 to 1/2. */
  readonly expectedError: number | null;
  /**
   * ± 1.96 standard errors of that mean over pairs, each bin's side of the diagonal held fixed; null for fewer than two pairs. Where the
   * true error is near 0 it is too narrow below: an error of bins is never negative.
   */
  readonly errorInterval: Interval | null;
  /** Bins that hold pairs, in order. */
  readonly bins: readonly ReliabilityBin[];
  readonly n: number;
}

/** Between 1/2 and 1. */
const BINS = 10;
/** Probabilities this close to 0 or 1 are cut: their log-odds would outweigh all others. */
const PROBABILITY_FLOOR = 1e-4;
const Z_95 = 1.959963984540054;

/**
 * Whether a policy's implicit margins say how sure the labels are (reliability as in Guo et al. 2017, arXiv 1706.04599, against the
 * labelling rule's own probability, not its draws). Each pair is looked at from the side that the policy prefers; one with margin 0
 * counts 1/2 on both scales. Intervals are ± 1.96 standard errors of a bin's mean.
 *
 * @param margins implicit reward of chosen minus rejected. [n]
 * @param probabilities P(chosen wins) under the labelling rule. [n]
 * @throws RangeError on unequal lengths
 */
export function calibrate(margins: ArrayLike<number>, probabilities: ArrayLike<number>): Calibration {
  const n = margins.length;
  if (n !== probabilities.length) throw new RangeError(`${n} margins, ${probabilities.length} probabilities`);
  const margin = Float64Array.from(margins, Math.abs);
  const chance = Float64Array.from(probabilities, (p, i) => {
    const side = Math.sign(margins[i] as number);
    return side === 0 ? 0.5 : side > 0 ? p : 1 - p;
  });
  const predicted = margin.map((value) => 1 / (1 + Math.exp(-value)));
  const members = Array.from({ length: BINS }, () => [] as number[]);
  predicted.forEach((value, i) => {
    members[Math.min(BINS - 1, Math.floor((value - 0.5) * 2 * BINS))]?.push(i);
  });
  const filled = members.filter((indices) => indices.length > 0);
  const bins = filled.map((indices) => reliabilityBin(indices, predicted, chance));
  const errors = filled.flatMap((indices, bin) => {
    const side = Math.sign((bins[bin]?.predicted ?? 0) - (bins[bin]?.actual ?? 0));
    return indices.map((i) => side * ((predicted[i] as number) - (chance[i] as number)));
  });
  const error = meanWithInterval(errors);
  let [across, squares] = [0, 0];
  margin.forEach((value, i) => {
    across += value * logOdds(chance[i] as number);
    squares += value * value;
  });
  const slope = squares === 0 ? null : across / squares;
  return {
    slope,
    slopeInterval:
      slope === null
        ? null
        : slopeInterval(
            slope,
            margin,
            margin.map((value, i) => logOdds(chance[i] as number) - slope * value),
          ),
    expectedError: error === null ? null : error.value,
    errorInterval:
      error?.low === undefined || error.high === undefined
        ? null
        : { low: Math.max(0, error.low), high: Math.min(1, error.high) },
    bins,
    n,
  };
}

function reliabilityBin(indices: readonly number[], predicted: Float64Array, chance: Float64Array): ReliabilityBin {
  const n = indices.length;
  const mean = (values: Float64Array) => indices.reduce((sum, i) => sum + (values[i] as number), 0) / n;
  const actual = mean(chance);
  const squares = indices.reduce((sum, i) => sum + ((chance[i] as number) - actual) ** 2, 0);
  // One pair alone says nothing of how probabilities spread.
  const half = n > 1 ? Z_95 * Math.sqrt(squares / (n - 1) / n) : 1;
  return {
    predicted: mean(predicted),
    actual,
    low: Math.max(0, actual - half),
    high: Math.min(1, actual + half),
    n,
  };
}

function logOdds(probability: number): number {
  const p = Math.min(1 - PROBABILITY_FLOOR, Math.max(PROBABILITY_FLOOR, probability));
  return Math.log(p / (1 - p));
}
