import type { SeriesPoint } from './BucketSeries.ts';

/** A curve's story as facts; `i18n` turns it into the sentence under the chart. */
export interface CurveSummary {
  readonly from: number;
  readonly to: number;
  readonly firstStep: number;
  readonly lastStep: number;
  readonly direction: 'rose' | 'fell' | 'flat';
  /** Step since which the curve has stayed within 5 % of its range; null while it still moves. */
  readonly flatSince: number | null;
}

export function summarise(points: readonly SeriesPoint[]): CurveSummary | null {
  const first = points[0];
  const last = points.at(-1);
  if (first === undefined || last === undefined || points.length < 2) return null;
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const point of points) {
    low = Math.min(low, point.mean);
    high = Math.max(high, point.mean);
  }
  const range = high - low;
  const change = last.mean - first.mean;
  const moved = Math.abs(change) > Math.max(range * 0.15, 1e-9);
  let flatIndex = points.length - 1;
  while (flatIndex > 0 && Math.abs((points[flatIndex - 1]?.mean ?? 0) - last.mean) <= range * 0.05) flatIndex--;
  const flatLength = last.step - (points[flatIndex]?.step ?? last.step);
  const isLong = flatLength >= (last.step - first.step) * 0.2 && moved;
  return {
    from: first.mean,
    to: last.mean,
    firstStep: first.step,
    lastStep: last.step,
    direction: !moved ? 'flat' : change > 0 ? 'rose' : 'fell',
    flatSince: isLong ? (points[flatIndex]?.step ?? null) : null,
  };
}
