import { meanOf } from './aggregate.ts';
import type { MetricValue } from './types.ts';
import { type Interval, wilsonInterval } from './winRate.ts';

/** Two-sided 95 %. */
const Z_95 = 1.959963984540054;

/** A mean with ± 1.96 standard errors over examples; without an interval for a single one, null for none. */
export function meanWithInterval(values: ArrayLike<number>): MetricValue | null {
  const mean = meanOf(values);
  if (mean === null || mean.n < 2) return mean;
  let squares = 0;
  for (let i = 0; i < values.length; i++) squares += ((values[i] as number) - mean.value) ** 2;
  const half = Z_95 * Math.sqrt(squares / (mean.n - 1) / mean.n);
  return { ...mean, low: mean.value - half, high: mean.value + half };
}

/** A share of examples (1 or 0 each, ties between) with its Wilson interval; null for none. */
export function shareWithInterval(outcomes: ArrayLike<number>): MetricValue | null {
  const mean = meanOf(outcomes);
  return mean && { ...mean, ...wilsonInterval(mean.value * mean.n, mean.n) };
}

/**
 * Σ sums / Σ weights over clusters (tokens of answers): draws within a cluster go together, so the ± 1.96 standard errors are those of a
 * ratio over clusters, linearised (Cochran 1977, 2.46). Without an interval for a single cluster, null where the weights sum to 0.
 *
 * @throws RangeError on unequal lengths
 */
export function ratioWithInterval(sums: ArrayLike<number>, weights: ArrayLike<number>): MetricValue | null {
  const clusters = sums.length;
  if (weights.length !== clusters) throw new RangeError(`${clusters} sums, ${weights.length} weights`);
  let [total, n] = [0, 0];
  for (let i = 0; i < clusters; i++) {
    total += sums[i] as number;
    n += weights[i] as number;
  }
  if (n === 0) return null;
  const value = total / n;
  if (clusters < 2) return { value, n };
  let squares = 0;
  for (let i = 0; i < clusters; i++) squares += ((sums[i] as number) - value * (weights[i] as number)) ** 2;
  const half = (Z_95 * Math.sqrt((squares * clusters) / (clusters - 1))) / n;
  return { value, n, low: value - half, high: value + half };
}

/**
 * A slope's ± 1.96 standard errors that hold where the spread about the line is not everywhere the same (White 1980): √Σ (x e)² / Σ x².
 * null for fewer than three points or where x is 0.
 *
 * @param x deviations from the mean, or raw for a line through the origin. [n]
 * @param errors of the line. [n]
 */
export function slopeInterval(slope: number, x: ArrayLike<number>, errors: ArrayLike<number>): Interval | null {
  let [squares, products] = [0, 0];
  for (let i = 0; i < x.length; i++) {
    squares += (x[i] as number) ** 2;
    products += ((x[i] as number) * (errors[i] as number)) ** 2;
  }
  if (x.length < 3 || squares === 0) return null;
  const half = (Z_95 * Math.sqrt(products)) / squares;
  return { low: slope - half, high: slope + half };
}

/**
 * Interval of a correlation by Fisher's z: tanh(atanh r ± 1.96 · √(f / (n − 3 − k))) with k quantities held fixed; for ranks f = 1 + r²/2
 * (Bonett and Wright 2000). null for too few points.
 */
export function correlationInterval(
  correlation: number,
  n: number,
  { ranks = false, given = 0 }: { readonly ranks?: boolean; readonly given?: number } = {},
): Interval | null {
  const freedom = n - 3 - given;
  if (freedom <= 0) return null;
  // The ends of a perfect correlation are itself: atanh would be infinite.
  if (Math.abs(correlation) >= 1) return { low: correlation, high: correlation };
  const half = Z_95 * Math.sqrt((ranks ? 1 + correlation ** 2 / 2 : 1) / freedom);
  const z = Math.atanh(correlation);
  return { low: Math.tanh(z - half), high: Math.tanh(z + half) };
}
