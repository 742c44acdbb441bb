import { useId, useRef } from 'react';
import { useWidth } from '../charts/useWidth.ts';
import { formatValue } from '../i18n/numbers.ts';
import { linearAxis, logAxis } from './logAxis.ts';

export interface Track {
  readonly id: string;
  readonly x: readonly number[];
  readonly y: readonly number[];
  readonly colour: string;
  readonly dash?: string | undefined;
}

interface TrackPlotProps {
  readonly label: string;
  readonly xLabel: string;
  readonly tracks: readonly Track[];
  readonly scale: 'linear' | 'log';
  readonly height: number;
  readonly levels?: readonly { readonly y: number; readonly label: string }[];
}

const [LEFT, RIGHT, TOP, BOTTOM] = [48, 12, 8, 40] as const;
/** More points than pixels tell nothing. */
const POINTS_MAX = 400;

/** Curves that are there at once, one path each. */
export function TrackPlot({ label, xLabel, tracks, scale, height, levels = [] }: TrackPlotProps) {
  const ref = useRef<HTMLDivElement>(null);
  const width = useWidth(ref);
  const clip = useId();
  const heights = [...tracks.flatMap(({ y }) => thinned(y)), ...levels.map(({ y }) => y)];
  const vertical = scale === 'log' ? logAxis(heights) : linearAxis(heights, formatValue);
  const horizontal = linearAxis(
    tracks.flatMap(({ x }) => [x[0] ?? 0, Math.max(...thinned(x))]),
    formatValue,
  );
  const inner = { width: Math.max(0, width - LEFT - RIGHT), height: height - TOP - BOTTOM };
  const share = (at: number, [low, high]: readonly [number, number]) => (at - low) / (high - low || 1);
  const x = (value: number) => LEFT + share(value, horizontal.domain) * inner.width;
  const yAt = (at: number) => TOP + (1 - share(at, vertical.domain)) * inner.height;
  const y = (value: number) => yAt(vertical.place(value));
  return (
    <div ref={ref} style={{ height }}>
      {width === 0 ? null : (
        <svg width={width} height={height} role="img" aria-label={label} className="shape-plot">
          <clipPath id={clip}>
            <rect x={LEFT} y={TOP - 2} width={inner.width} height={inner.height + 4} />
          </clipPath>
          {vertical.ticks.map((tick) => (
            <g key={tick.at}>
              <line className="shape-grid" x1={LEFT} x2={width - RIGHT} y1={yAt(tick.at)} y2={yAt(tick.at)} />
              <text className="shape-tick" x={LEFT - 8} y={yAt(tick.at)} textAnchor="end" dominantBaseline="central">
                {tick.label}
              </text>
            </g>
          ))}
          {horizontal.ticks.map((tick) => (
            <text key={tick.at} className="shape-tick" x={x(tick.at)} y={height - 24} textAnchor="middle">
              {tick.label}
            </text>
          ))}
          <text className="shape-tick" x={width - RIGHT} y={height - 6} textAnchor="end">
            {xLabel}
          </text>
          <g clipPath={`url(#${CSS.escape(clip)})`}>
            {levels.map((level) => (
              <line
                key={level.label}
                className="shape-level"
                x1={LEFT}
                x2={width - RIGHT}
                y1={y(level.y)}
                y2={y(level.y)}
              />
            ))}
            {tracks.map((track) => (
              <path
                key={track.id}
                className="shape-curve"
                data-track={track.id}
                stroke={track.colour}
                strokeDasharray={track.dash}
                d={`M${thinned(track.x.map((value, i) => `${x(value).toFixed(1)},${y(track.y[i] ?? 0).toFixed(1)}`)).join('L')}`}
              />
            ))}
          </g>
        </svg>
      )}
    </div>
  );
}

/** Every so many, first and last among them. */
function thinned<T>(values: readonly T[]): readonly T[] {
  const stride = Math.ceil(values.length / POINTS_MAX);
  return stride <= 1 ? values : values.filter((_, i) => i % stride === 0 || i === values.length - 1);
}
