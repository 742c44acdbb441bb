import type { RandomStream } from '../train/rng.ts';
import type { Interval } from './winRate.ts';

/**
 * Percentile bootstrap (Efron 1979): the statistic on `resamples` draws of n rows with replacement, and the middle 95 % of its values.
 * Draws on which it is undefined (null) are left out; null where more than half are, or without rows.
 *
 * @param statistic gets the drawn rows' indices. [n]
 */
export function bootstrapInterval(
  n: number,
  statistic: (rows: Int32Array) => number | null,
  random: RandomStream,
  resamples = 1000,
): Interval | null {
  if (n === 0) return null;
  const values: number[] = [];
  const rows = new Int32Array(n);
  for (let resample = 0; resample < resamples; resample++) {
    for (let i = 0; i < n; i++) rows[i] = random.integer(n);
    const value = statistic(rows);
    if (value !== null && Number.isFinite(value)) values.push(value);
  }
  if (values.length * 2 < resamples) return null;
  values.sort((a, b) => a - b);
  return { low: quantile(values, 0.025), high: quantile(values, 0.975) };
}

/** Between order statistics, linearly. @param sorted ascending, at least one */
function quantile(sorted: readonly number[], share: number): number {
  const place = share * (sorted.length - 1);
  const below = Math.floor(place);
  const low = sorted[below] as number;
  return low + (place - below) * ((sorted[below + 1] ?? low) - low);
}
