import type { MetricDefinition } from './types.ts';

/**
 * How two quantities move together. All functions take two lists of equal length and answer null where the quantity is
 * undefined: fewer than two points, or a side that is constant.
 *
 * @throws RangeError on unequal lengths
 */

export const CORRELATION_METRICS: readonly MetricDefinition[] = [
  {
    id: 'corr/implicit_reward_length',
    unit: '',
    direction: 'none',
    meaning:
      'Pearson correlation of the implicit reward (β times the log-ratio to the reference; the method’s own score without one) with the completion length in tokens, over held-out completions.',
    range: [-1, 1],
    format: { style: 'number', digits: 2 },
  },
  {
    id: 'corr/implicit_reward_length_spearman',
    unit: '',
    direction: 'none',
    meaning: 'Spearman rank correlation of the implicit reward with the completion length, over held-out completions.',
    range: [-1, 1],
    format: { style: 'number', digits: 2 },
  },
  {
    id: 'corr/log_ratio_length',
    unit: '',
    direction: 'none',
    meaning:
      'Pearson correlation of the log-ratio to the reference, summed over tokens, with the completion length: the same quantity for every objective.',
    range: [-1, 1],
    format: { style: 'number', digits: 2 },
  },
  {
    id: 'partial_corr',
    unit: '',
    direction: 'none',
    meaning:
      'Pearson correlation of the implicit reward with the completion length among answers of equal gold score, over held-out completions.',
    range: [-1, 1],
    format: { style: 'number', digits: 2 },
  },
  {
    id: 'partial_corr_spearman',
    unit: '',
    direction: 'none',
    meaning: 'The same of ranks.',
    range: [-1, 1],
    format: { style: 'number', digits: 2 },
  },
  {
    id: 'slope/implicit_reward_length',
    unit: '1/token',
    direction: 'none',
    meaning:
      'Implicit reward that a further token of length goes with: slope of the least squares line over held-out completions.',
    range: [null, null],
    format: { style: 'number', digits: 3 },
  },
];

/** Pearson's r. */
export function pearson(x: ArrayLike<number>, y: ArrayLike<number>): number | null {
  const { xx, yy, xy } = moments(x, y);
  return xx === 0 || yy === 0 ? null : clampUnit(xy / (Math.sqrt(xx) * Math.sqrt(yy)));
}

/** Spearman's ρ: Pearson's r of the ranks, tied values sharing the average of their ranks. */
export function spearman(x: ArrayLike<number>, y: ArrayLike<number>): number | null {
  return pearson(averageRanks(x), averageRanks(y));
}

/** Kendall's τ-b, which corrects for ties on either side. O(n²). */
export function kendallTauB(x: ArrayLike<number>, y: ArrayLike<number>): number | null {
  checkLengths(x, y);
  let [score, untiedX, untiedY] = [0, 0, 0];
  for (let i = 0; i < x.length; i++) {
    for (let j = i + 1; j < x.length; j++) {
      const [signX, signY] = [Math.sign(at(x, i) - at(x, j)), Math.sign(at(y, i) - at(y, j))];
      score += signX * signY;
      untiedX += Math.abs(signX);
      untiedY += Math.abs(signY);
    }
  }
  return untiedX === 0 || untiedY === 0 ? null : score / Math.sqrt(untiedX * untiedY);
}

/** Least squares y ≈ slope · x + intercept; null where x is constant. */
export function leastSquares(x: ArrayLike<number>, y: ArrayLike<number>): { slope: number; intercept: number } | null {
  const { meanX, meanY, xx, xy } = moments(x, y);
  if (xx === 0) return null;
  const slope = xy / xx;
  return { slope, intercept: meanY - slope * meanX };
}

/** Ranks from 1; equal values get the average of the ranks they span. */
export function averageRanks(values: ArrayLike<number>): Float64Array {
  const order = Array.from({ length: values.length }, (_, i) => i).sort((a, b) => at(values, a) - at(values, b));
  const ranks = new Float64Array(values.length);
  for (let start = 0; start < order.length; ) {
    let end = start + 1;
    while (end < order.length && at(values, order[end] as number) === at(values, order[start] as number)) end++;
    for (let i = start; i < end; i++) ranks[order[i] as number] = (start + 1 + end) / 2;
    start = end;
  }
  return ranks;
}

function moments(x: ArrayLike<number>, y: ArrayLike<number>) {
  checkLengths(x, y);
  const n = x.length;
  let [meanX, meanY] = [0, 0];
  for (let i = 0; i < n; i++) {
    meanX += at(x, i) / n;
    meanY += at(y, i) / n;
  }
  let [xx, yy, xy] = [0, 0, 0];
  // A constant list must give exactly 0, whatever rounding its mean went through.
  const [variesX, variesY] = [varies(x), varies(y)];
  for (let i = 0; i < n; i++) {
    const dx = variesX ? at(x, i) - meanX : 0;
    const dy = variesY ? at(y, i) - meanY : 0;
    xx += dx * dx;
    yy += dy * dy;
    xy += dx * dy;
  }
  return { meanX, meanY, xx, yy, xy };
}

function varies(values: ArrayLike<number>): boolean {
  for (let i = 1; i < values.length; i++) if (values[i] !== values[0]) return true;
  return false;
}

function clampUnit(value: number): number {
  return Math.min(1, Math.max(-1, value));
}

function checkLengths(x: ArrayLike<number>, y: ArrayLike<number>): void {
  if (x.length !== y.length) throw new RangeError(`${x.length} and ${y.length} values do not pair up`);
}

function at(values: ArrayLike<number>, index: number): number {
  return values[index] as number;
}
