import { spreadOf } from './aggregate.ts';
import type { Interval } from './winRate.ts';

/** What several seeds say of one quantity. */
export interface SeedBand extends Interval {
  readonly mean: number;
  /** Sample standard deviation over seeds; 0 for one seed. */
  readonly sd: number;
  readonly n: number;
}

/** Whether two seed bands tell two quantities apart; 'unknown' where one of them comes from a single seed. */
export type BandRelation = 'apart' | 'overlap' | 'unknown';

/**
 * The band mean ± sample standard deviation over seeds: where a further seed would land about two times in three. It says how much
 * runs differ, not how well the mean is known, so it does not shrink with more seeds. null without values.
 */
export function seedBand(values: ArrayLike<number>): SeedBand | null {
  const spread = spreadOf(values);
  return spread && { ...spread, low: spread.mean - spread.sd, high: spread.mean + spread.sd };
}

/**
 * A difference whose bands overlap is not told apart by these seeds. Bands that touch overlap; one seed has no band, so
 * nothing is said of it.
 */
export function relateBands(first: SeedBand, second: SeedBand): BandRelation {
  if (first.n < 2 || second.n < 2) return 'unknown';
  return first.low <= second.high && second.low <= first.high ? 'overlap' : 'apart';
}
