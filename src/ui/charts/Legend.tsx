import type { SeriesPoint } from '../series/BucketSeries.ts';
import type { ChartLine, ChartView } from './chartRows.ts';
import type { RivalCurve } from './rivalCurves.ts';

interface LegendProps {
  readonly lines: readonly ChartLine[];
  readonly view: ChartView;
  readonly rivals: readonly RivalCurve[];
  readonly format: (value: number) => string;
}

/** Names beside their line's stroke and newest value: a legend that is read, not matched by colour. */
export function Legend({ lines, view, rivals, format }: LegendProps) {
  const entries: readonly Omit<RivalCurve, 'id' | 'band'>[] = [
    ...lines.map((line, index) => ({ ...line, points: view.points[index] ?? [] })),
    ...rivals,
  ];
  return entries.map(({ label, colour, dash, points }) => (
    <span key={label} className="legend-item">
      <svg width="22" height="8" aria-hidden="true">
        <line x1="1" y1="4" x2="21" y2="4" stroke={colour} strokeWidth="2.5" strokeDasharray={dash} />
      </svg>
      <span>{label}</span>
      <span className="legend-value">{newest(points, format)}</span>
    </span>
  ));
}

function newest(points: readonly SeriesPoint[], format: (value: number) => string): string {
  const point = points.at(-1);
  return point === undefined ? '–' : format(point.mean);
}
