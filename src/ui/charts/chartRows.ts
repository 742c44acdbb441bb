import type { MetricValue } from '../../engine/index.ts';
import type { SeriesPoint } from '../series/BucketSeries.ts';
import type { RunSeries, SeriesSource } from '../series/RunSeries.ts';
import { selectView } from '../series/selectView.ts';

/** A line of a chart: which metric, how it looks. Colours are CSS variables, so that themes reach the SVG. */
export interface ChartLine {
  readonly metric: string;
  readonly source: SeriesSource;
  readonly label: string;
  readonly colour: string;
  /** SVG dash pattern; lines differ by dash as well as colour. */
  readonly dash?: string;
}

/** One row for Recharts: `y0`, `y1` by line; constant keys, so that its selectors stay memoised. */
export interface ChartRow {
  readonly step: number;
  readonly y0?: number;
  readonly y1?: number;
}

export interface ChartView {
  readonly rows: readonly ChartRow[];
  /** By line, for summaries, bands and tables. */
  readonly points: readonly (readonly SeriesPoint[])[];
  /** By line: evaluations with n and interval, by step. Empty for what is of training steps. */
  readonly evaluations: readonly ReadonlyMap<number, MetricValue>[];
}

const NONE: ReadonlyMap<number, MetricValue> = new Map();

export function chartView(series: RunSeries, lines: readonly ChartLine[]): ChartView {
  const points = lines.map(({ source, metric }) => {
    const curve = series.get(source, metric);
    return curve === undefined ? [] : selectView(curve);
  });
  const evaluations = lines.map(({ source, metric }) => (source === 'evaluation' ? series.evaluations(metric) : NONE));
  const rows = new Map<number, { step: number; y0?: number; y1?: number }>();
  for (const [index, curve] of points.entries()) {
    for (const point of curve) {
      const row = rows.get(point.step) ?? { step: point.step };
      if (index === 0) row.y0 = point.mean;
      else row.y1 = point.mean;
      rows.set(point.step, row);
    }
  }
  return { rows: [...rows.values()].sort((a, b) => a.step - b.step), points, evaluations };
}

/** Lowest and highest value of curves; null when there is none. */
export function extent(curves: readonly (readonly SeriesPoint[])[]): readonly [number, number] | null {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const curve of curves) {
    for (const point of curve) {
      low = Math.min(low, point.min);
      high = Math.max(high, point.max);
    }
  }
  return low <= high ? [low, high] : null;
}
