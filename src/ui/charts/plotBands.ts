import type { MetricValue } from '../../engine/index.ts';
import { intervalBand } from './certainty.ts';
import type { ChartLine, ChartView } from './chartRows.ts';
import type { RivalCurve } from './rivalCurves.ts';

/** How sure a curve is, at one step. */
export interface BandPoint {
  readonly step: number;
  readonly low: number;
  readonly high: number;
}

export interface PlotBand {
  readonly id: string;
  readonly colour: string;
  readonly points: readonly BandPoint[];
  /** Of what stands beside the plot's first line: another judge, another objective of a race. */
  readonly isFaint: boolean;
}

const NONE: ReadonlyMap<number, MetricValue> = new Map();

/**
 * The bands of a plot, the last ones beneath. A line's is given, or its evaluations' intervals; for training steps min to max within
 * a bucket, the first line alone. Rivals have one where their evaluations have intervals.
 *
 * @param given by line
 */
export function plotBands(
  lines: readonly ChartLine[],
  view: ChartView,
  rivals: readonly RivalCurve[],
  given: readonly (readonly BandPoint[])[] = [],
): readonly PlotBand[] {
  const [first, ...others] = lines;
  if (first === undefined) return [];
  const own =
    given[0] ??
    (first.source === 'evaluation'
      ? intervalBand(view.evaluations[0] ?? NONE)
      : (view.points[0] ?? [])
          .filter(({ count }) => count > 1)
          .map(({ step, min, max }) => ({ step, low: min, high: max })));
  return [
    { id: first.metric, colour: first.colour, points: own, isFaint: false },
    ...others.map(({ metric, colour }, index) => {
      const points = given[index + 1] ?? intervalBand(view.evaluations[index + 1] ?? NONE);
      return { id: metric, colour, points, isFaint: true };
    }),
    ...rivals.map(({ id, colour, band }) => ({ id, colour, points: band, isFaint: true })),
  ];
}
