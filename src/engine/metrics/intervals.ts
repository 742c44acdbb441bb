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
