import { useId } from 'react';
import { formatValue, formatWhole } from '../i18n/numbers.ts';
import { type Domain, domainTicks } from '../series/niceDomain.ts';
import type { Curve } from './shapes.ts';

interface CurvePlotProps {
  readonly width: number;
  readonly height: number;
  readonly label: string;
  readonly curves: readonly Curve[];
  readonly dots: readonly { readonly x: number; readonly y: number }[];
  readonly extent: number;
  readonly yDomain: Domain;
  readonly hideX?: boolean;
}

const LEFT = 44;
const RIGHT = 12;
const TOP = 8;
const DOT_RADIUS = 3.5;

/** Curves over the margin and the batch's pairs on them: one path each, redrawn while a slider is dragged. */
export function CurvePlot({ width, height, label, curves, dots, extent, yDomain, hideX }: CurvePlotProps) {
  const clip = useId();
  const bottom = hideX ? 8 : 24;
  const [low, high] = yDomain;
  const x = (value: number) => LEFT + ((value + extent) / (2 * extent)) * (width - LEFT - RIGHT);
  const y = (value: number) => TOP + ((high - value) / (high - low)) * (height - TOP - bottom);
  return (
    <svg width={width} height={height} role="img" aria-label={label} className="shape-plot">
      <clipPath id={clip}>
        <rect x={LEFT} y={0} width={Math.max(0, width - LEFT - RIGHT)} height={height - bottom + DOT_RADIUS} />
      </clipPath>
      {domainTicks(yDomain).map((tick) => (
        <g key={tick}>
          <line className="shape-grid" x1={LEFT} x2={width - RIGHT} y1={y(tick)} y2={y(tick)} />
          <text className="shape-tick" x={LEFT - 8} y={y(tick)} textAnchor="end" dominantBaseline="central">
            {formatValue(tick)}
          </text>
        </g>
      ))}
      <line className="shape-level" x1={x(0)} x2={x(0)} y1={TOP} y2={height - bottom} />
      {hideX
        ? null
        : domainTicks([-extent, extent]).map((tick) => (
            <text key={tick} className="shape-tick" x={x(tick)} y={height - 8} textAnchor="middle">
              {formatWhole(tick)}
            </text>
          ))}
      <g clipPath={`url(#${CSS.escape(clip)})`}>
        {curves.toReversed().map(({ name, x: xs, y: ys, colour, dash }) => (
          <path
            key={name}
            className="shape-curve"
            stroke={colour}
            strokeDasharray={dash}
            d={`M${Array.from(xs, (value, i) => `${x(value).toFixed(1)},${y(ys[i] ?? 0).toFixed(1)}`).join('L')}`}
          />
        ))}
        <path className="shape-dots" d={dots.map((dot) => disc(x(clamp(dot.x, extent)), y(dot.y))).join('')} />
      </g>
    </svg>
  );
}

/** A pair beyond the drawing stands at its edge. */
function clamp(value: number, extent: number): number {
  return Math.max(-extent, Math.min(extent, value));
}

export function disc(cx: number, cy: number, radius = DOT_RADIUS): string {
  const turn = `a${radius},${radius} 0 1,0`;
  return `M${cx.toFixed(1)},${cy.toFixed(1)}m${-radius},0${turn} ${2 * radius},0${turn} ${-2 * radius},0`;
}
