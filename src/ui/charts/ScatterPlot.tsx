import { memo } from 'react';
import {
  CartesianGrid,
  ReferenceLine,
  Scatter,
  ScatterChart,
  useXAxisScale,
  useYAxisScale,
  XAxis,
  YAxis,
} from 'recharts';
import { formatValue, formatWhole } from '../i18n/numbers.ts';
import { type Domain, domainTicks } from '../series/niceDomain.ts';

export interface PlotDot {
  readonly x: number;
  readonly y: number;
  /** Told apart without colour. */
  readonly mark: 'disc' | 'cross';
  /** Error bar, where there is one. */
  readonly low?: number;
  readonly high?: number;
}

export interface PlotPoint {
  readonly x: number;
  readonly y: number;
}

export interface ScatterPlotProps {
  readonly width: number;
  readonly height: number;
  readonly label: string;
  readonly dots: readonly PlotDot[];
  readonly xDomain: Domain;
  readonly yDomain: Domain;
  /** A line through or between the dots: a regression, a boundary. */
  readonly curve?: readonly PlotPoint[];
  /** Draws x = 0 too. */
  readonly hasOrigin?: boolean;
  readonly formatX?: (value: number) => string;
  readonly formatY?: (value: number) => string;
}

const MARGIN = { top: 8, right: 12, bottom: 0, left: 0 };
const RADIUS = 3;
const ARM = 2.5;

/**
 * Recharts' own scatter makes three DOM nodes a dot (71 ms for 256 of them, over the budget of a task); here each mark, the
 * bars and the curve are one path each on Recharts' scales.
 */
const DotLayer = memo(function DotLayer({ dots, curve }: Pick<ScatterPlotProps, 'dots' | 'curve'>) {
  const x = useXAxisScale();
  const y = useYAxisScale();
  if (x === undefined || y === undefined) return null;
  let discs = '';
  let crosses = '';
  let bars = '';
  for (const { x: along, y: up, mark, low, high } of dots) {
    const cx = Number(x(along)).toFixed(1);
    const cy = Number(y(up)).toFixed(1);
    if (mark === 'disc') {
      discs += `M${cx},${cy}m${-RADIUS},0a${RADIUS},${RADIUS} 0 1,0 ${2 * RADIUS},0a${RADIUS},${RADIUS} 0 1,0 ${-2 * RADIUS},0`;
    } else {
      crosses += `M${cx},${cy}m${-ARM},${-ARM}l${2 * ARM},${2 * ARM}m0,${-2 * ARM}l${-2 * ARM},${2 * ARM}`;
    }
    if (low !== undefined && high !== undefined) bars += `M${cx},${y(low)}L${cx},${y(high)}`;
  }
  return (
    <>
      {curve === undefined || curve.length < 2 ? null : (
        <path className="dot-curve" d={`M${curve.map((point) => `${x(point.x)},${y(point.y)}`).join('L')}`} />
      )}
      <path className="dot-bar" d={bars} />
      <path className="dot-rejected" d={crosses} />
      <path className="dot-chosen" d={discs} />
    </>
  );
});

const nothing = () => <g />;

function corners({ xDomain, yDomain }: Pick<ScatterPlotProps, 'xDomain' | 'yDomain'>) {
  return [
    { x: xDomain[0], y: yDomain[0] },
    { x: xDomain[1], y: yDomain[1] },
  ];
}

function ScatterPlot(props: ScatterPlotProps) {
  return (
    <ScatterChart width={props.width} height={props.height} margin={MARGIN} title={props.label}>
      <CartesianGrid stroke="var(--line)" vertical={false} />
      <XAxis
        dataKey="x"
        type="number"
        domain={[props.xDomain[0], props.xDomain[1]]}
        ticks={domainTicks(props.xDomain)}
        tickFormatter={props.formatX ?? formatWhole}
        height={24}
        tickLine={false}
        axisLine={false}
      />
      <YAxis
        dataKey="y"
        type="number"
        domain={[props.yDomain[0], props.yDomain[1]]}
        ticks={domainTicks(props.yDomain)}
        tickFormatter={props.formatY ?? formatValue}
        width={44}
        tickLine={false}
        axisLine={false}
      />
      <ReferenceLine stroke="var(--line-strong)" strokeDasharray="2 3" y={0} />
      {props.hasOrigin ? <ReferenceLine stroke="var(--line-strong)" strokeDasharray="2 3" x={0} /> : null}
      {/* Recharts makes scales only for a series: this one has the corners of the plot and draws nothing. */}
      <Scatter data={corners(props)} shape={nothing} isAnimationActive={false} />
      <DotLayer dots={props.dots} {...(props.curve === undefined ? {} : { curve: props.curve })} />
    </ScatterChart>
  );
}

export default memo(ScatterPlot);
