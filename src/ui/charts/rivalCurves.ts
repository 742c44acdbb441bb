import type { SeriesPoint } from '../series/BucketSeries.ts';
import { selectView } from '../series/selectView.ts';
import type { Rival } from '../state/Rival.ts';
import { intervalBand } from './certainty.ts';
import type { ChartLine } from './chartRows.ts';
import type { BandPoint } from './plotBands.ts';
import { STROKES } from './strokes.ts';

/** The same metric of another objective of the race. */
export interface RivalCurve {
  readonly id: string;
  readonly label: string;
  readonly colour: string;
  readonly dash?: string;
  readonly points: readonly SeriesPoint[];
  /** Where its evaluations have intervals. */
  readonly band: readonly BandPoint[];
}

export function rivalCurves(rivals: readonly Rival[], line: ChartLine | undefined): RivalCurve[] {
  if (line === undefined) return [];
  return rivals.map(({ id, method, series }, index) => {
    const curve = series.get(line.source, line.metric);
    const stroke = STROKES[index + 1] ?? { colour: 'var(--text)' };
    const band = line.source === 'evaluation' ? intervalBand(series.evaluations(line.metric)) : [];
    return { id, label: method.label, ...stroke, points: curve === undefined ? [] : selectView(curve), band };
  });
}

/** Two lines of each objective would be too many: in a race the first one, under the objective's name. */
export function racingLines(lines: readonly ChartLine[], rivals: readonly Rival[], own: string): readonly ChartLine[] {
  const [first] = lines;
  if (rivals.length === 0 || first === undefined) return lines;
  return [{ ...first, label: own }];
}
