import type { BucketSeries, SeriesPoint } from './BucketSeries.ts';

/** What a chart may draw at once (Recharts' budget). */
export const VIEW_POINTS = 200;

/**
 * At most `limit` points of a series, by merging aligned groups of buckets whose width is a power of two: the same bucket
 * always falls into the same group, so the drawn line does not shimmer while it grows.
 */
export function selectView(series: BucketSeries, limit = VIEW_POINTS): SeriesPoint[] {
  let groupWidth = series.width;
  let points = merge(series, groupWidth);
  while (points.length > limit) {
    groupWidth *= 2;
    points = merge(series, groupWidth);
  }
  return points;
}

function merge(series: BucketSeries, groupWidth: number): SeriesPoint[] {
  const points: SeriesPoint[] = [];
  let key = Number.NaN;
  for (let index = 0; index < series.size; index++) {
    const point = series.at(index);
    if (point === undefined) continue;
    const pointKey = Math.floor(point.step / groupWidth);
    const previous = points.at(-1);
    if (previous === undefined || pointKey !== key) {
      points.push(point);
      key = pointKey;
      continue;
    }
    const count = previous.count + point.count;
    points[points.length - 1] = {
      step: point.step,
      mean: (previous.mean * previous.count + point.mean * point.count) / count,
      min: Math.min(previous.min, point.min),
      max: Math.max(previous.max, point.max),
      count,
    };
  }
  return points;
}
