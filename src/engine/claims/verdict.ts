import type { Expected, Verdict } from './types.ts';

/** Two-sided 95 % quantiles of Student's t for 1, 2, … degrees of freedom (any statistical table). */
const T_95 = [12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228] as const;
const NORMAL_95 = 1.96;

export interface Judged {
  readonly measured: number;
  /** Sample standard deviation over seeds; NaN for one seed. */
  readonly sd: number;
  readonly n: number;
  readonly verdict: Verdict;
}

/**
 * A claim holds when the 95 % interval of its figure's mean over seeds lies wholly where it is expected, does not hold when
 * the interval lies wholly outside, and is undecided otherwise: with one seed always.
 */
export function judge(
  figures: readonly number[],
  { min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY }: Expected,
): Judged {
  const n = figures.length;
  const measured = figures.reduce((sum, figure) => sum + figure, 0) / n;
  const sd =
    n > 1 ? Math.sqrt(figures.reduce((sum, figure) => sum + (figure - measured) ** 2, 0) / (n - 1)) : Number.NaN;
  const half = n > 1 ? ((T_95[n - 2] ?? NORMAL_95) * sd) / Math.sqrt(n) : Number.POSITIVE_INFINITY;
  const [low, high] = [measured - half, measured + half];
  const verdict: Verdict =
    low >= min && high <= max ? 'holds' : high < min || low > max ? 'does-not-hold' : 'undecided';
  return { measured, sd, n, verdict };
}
