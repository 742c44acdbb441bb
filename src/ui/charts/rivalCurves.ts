import type { SeriesPoint } from '../series/BucketSeries.ts';
import { selectView } from '../series/selectView.ts';
import type { Rival } from '../state/Rival.ts';
import type { ChartLine } from './chartRows.ts';
import { STROKES } from './strokes.ts';

/** The same metric of another objective of the race. */
export interface RivalCurve {
  readonly id: string;
  readonly label: string;
  readonly colour: string;
  readonly dash?: string;
  readonly points: readonly SeriesPoint[];
}

export function rivalCurves(rivals: readonly Rival[], line: ChartLine | undefined): RivalCurve[] {
  if (line === undefined) return [];
  return rivals.map(({ id, method, series }, index) => {
    const curve = series.get(line.source, line.metric);
    const stroke = STROKES[index + 1] ?? { colour: 'var(--text)' };
    return { id, label: method.label, ...stroke, points: curve === undefined ? [] : selectView(curve) };
  });
}

/** Two lines of each objective would be too many: in a race the first one, under the objective's name. */
export function racingLines(lines: readonly ChartLine[], rivals: readonly Rival[], own: string): readonly ChartLine[] {
  const [first] = lines;
  if (rivals.length === 0 || first === undefined) return lines;
  return [{ ...first, label: own }];
}
