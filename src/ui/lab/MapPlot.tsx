import { useEffect, useRef } from 'react';
import { formatWhole } from '../i18n/numbers.ts';
import { text } from '../i18n/text.ts';
import { domainTicks } from '../series/niceDomain.ts';
import { disc } from './CurvePlot.tsx';
import type { PairDot } from './shapes.ts';

interface MapPlotProps {
  readonly size: number;
  readonly label: string;
  /** Ascending scores along either side. [P] */
  readonly scores: Float64Array;
  /** Rows by the score of rejected. [P, P] */
  readonly values: Float64Array;
  readonly dots: readonly PairDot[];
}

const LEFT = 44;
const BOTTOM = 40;
const TOP = 8;
const RIGHT = 12;

/** A loss that is no function of the margin: the stronger the colour the larger, over the scores of chosen and rejected. */
export function MapPlot({ size, label, scores, values, dots }: MapPlotProps) {
  const canvasRef = useRef<HTMLCanvasElement>(null);
  const points = scores.length;
  useEffect(() => {
    const context = canvasRef.current?.getContext('2d');
    if (!context || points === 0) return;
    const style = getComputedStyle(context.canvas);
    context.canvas.width = points;
    context.canvas.height = points;
    const [low, high] = [Math.min(...values), Math.max(...values)];
    for (let row = 0; row < points; row++) {
      for (let column = 0; column < points; column++) {
        const share = ((values[row * points + column] ?? low) - low) / (high - low || 1);
        context.globalAlpha = 0.06 + 0.86 * share;
        context.fillStyle = style.color;
        context.fillRect(column, points - 1 - row, 1, 1); // Rejected rises upwards.
      }
    }
  }, [points, values]);
  const extent = scores.at(-1) ?? 1;
  const inner = { width: size - LEFT - RIGHT, height: size - TOP - BOTTOM };
  const x = (value: number) => LEFT + ((value + extent) / (2 * extent)) * inner.width;
  const y = (value: number) => TOP + ((extent - value) / (2 * extent)) * inner.height;
  const clamp = (value: number) => Math.max(-extent, Math.min(extent, value));
  return (
    <div className="shape-map" style={{ width: size, height: size }} role="img" aria-label={label}>
      <canvas ref={canvasRef} style={{ left: LEFT, top: TOP, width: inner.width, height: inner.height }} />
      <svg width={size} height={size} aria-hidden="true">
        {domainTicks([-extent, extent]).map((tick) => (
          <g key={tick}>
            <text className="shape-tick" x={x(tick)} y={size - BOTTOM + 14} textAnchor="middle">
              {formatWhole(tick)}
            </text>
            <text className="shape-tick" x={LEFT - 8} y={y(tick)} textAnchor="end" dominantBaseline="central">
              {formatWhole(tick)}
            </text>
          </g>
        ))}
        <text className="shape-tick" x={LEFT + inner.width / 2} y={size - 6} textAnchor="middle">
          {text.lab.chosenScore}
        </text>
        <text
          className="shape-tick"
          transform={`translate(10 ${TOP + inner.height / 2}) rotate(-90)`}
          textAnchor="middle"
        >
          {text.lab.rejectedScore}
        </text>
        <line className="shape-level" x1={x(-extent)} y1={y(-extent)} x2={x(extent)} y2={y(extent)} />
        <path
          className="shape-dots"
          d={dots.map(({ chosen, rejected }) => disc(x(clamp(chosen)), y(clamp(rejected)))).join('')}
        />
      </svg>
    </div>
  );
}
