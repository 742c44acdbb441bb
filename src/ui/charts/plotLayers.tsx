import { memo } from 'react';
import { useXAxisScale, useYAxisScale } from 'recharts';
import type { SeriesPoint } from '../series/BucketSeries.ts';
import type { PlotBand } from './plotBands.ts';
import type { RivalCurve } from './rivalCurves.ts';

/** A curve of an earlier run, drawn as one path: five of them cost less than one of Recharts' series. */
export interface PastCurve {
  readonly id: string;
  readonly points: readonly SeriesPoint[];
  readonly pinned: boolean;
  /** 0 is the newest. */
  readonly age: number;
}

/** The first one on top of the others. */
export const BandLayer = memo(function BandLayer({ bands }: { bands: readonly PlotBand[] }) {
  const x = useXAxisScale();
  const y = useYAxisScale();
  if (x === undefined || y === undefined) return null;
  return bands.toReversed().map(({ id, colour, points, isFaint }) => {
    if (points.length < 2) return null;
    const upper = points.map(({ step, high }) => `${x(step)},${y(high)}`);
    const lower = points.toReversed().map(({ step, low }) => `${x(step)},${y(low)}`);
    const name = isFaint ? 'chart-band chart-band-faint' : 'chart-band';
    return <path key={id} className={name} d={`M${[...upper, ...lower].join('L')}Z`} fill={colour} />;
  });
});

export const PastLayer = memo(function PastLayer({ curves }: { curves: readonly PastCurve[] }) {
  const x = useXAxisScale();
  const y = useYAxisScale();
  if (x === undefined || y === undefined) return null;
  return curves.map((curve) => (
    <path
      key={curve.id}
      className={curve.pinned ? 'chart-past chart-past-pinned' : 'chart-past'}
      opacity={curve.pinned ? 1 : Math.max(0.35, 0.8 - curve.age * 0.12)}
      d={
        curve.points.length < 2 ? '' : `M${curve.points.map((point) => `${x(point.step)},${y(point.mean)}`).join('L')}`
      }
    />
  ));
});

/** The other objectives of a race: one path each, as for earlier runs. */
export const RivalLayer = memo(function RivalLayer({ curves }: { curves: readonly RivalCurve[] }) {
  const x = useXAxisScale();
  const y = useYAxisScale();
  if (x === undefined || y === undefined) return null;
  return curves.map(({ id, colour, dash, points }) => {
    const [first] = points;
    if (first !== undefined && points.length === 1) {
      return <circle key={id} cx={x(first.step)} cy={y(first.mean)} r="3" fill={colour} />;
    }
    const d = points.length < 2 ? '' : `M${points.map((point) => `${x(point.step)},${y(point.mean)}`).join('L')}`;
    return <path key={id} className="chart-rival" stroke={colour} strokeDasharray={dash} d={d} />;
  });
});
