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
import type { LengthDot } from '../../engine/index.ts';
import { formatValue, formatWhole } from '../i18n/numbers.ts';
import { type Domain, domainTicks } from '../series/niceDomain.ts';

export interface ScatterPlotProps {
  readonly width: number;
  readonly height: number;
  readonly label: string;
  readonly dots: readonly LengthDot[];
  readonly xDomain: Domain;
  readonly yDomain: Domain;
}

const MARGIN = { top: 8, right: 12, bottom: 0, left: 0 };
const RADIUS = 3;
const ARM = 2.5;

/**
 * Chosen are discs, rejected are crosses: told apart without colour. Recharts' own scatter makes three DOM nodes a dot (71
 * ms for 256 of them, over the budget of a task); here each side is one path on Recharts' scales.
 */
const DotLayer = memo(function DotLayer({ dots }: { dots: readonly LengthDot[] }) {
  const x = useXAxisScale();
  const y = useYAxisScale();
  if (x === undefined || y === undefined) return null;
  let discs = '';
  let crosses = '';
  for (const { length, reward, role } of dots) {
    const cx = Number(x(length)).toFixed(1);
    const cy = Number(y(reward)).toFixed(1);
    if (role === 'chosen') {
      discs += `M${cx},${cy}m${-RADIUS},0a${RADIUS},${RADIUS} 0 1,0 ${2 * RADIUS},0a${RADIUS},${RADIUS} 0 1,0 ${-2 * RADIUS},0`;
    } else {
      crosses += `M${cx},${cy}m${-ARM},${-ARM}l${2 * ARM},${2 * ARM}m0,${-2 * ARM}l${-2 * ARM},${2 * ARM}`;
    }
  }
  return (
    <>
      <path className="dot-rejected" d={crosses} />
      <path className="dot-chosen" d={discs} />
    </>
  );
});

const nothing = () => <g />;

function corners({ xDomain, yDomain }: Pick<ScatterPlotProps, 'xDomain' | 'yDomain'>) {
  return [
    { length: xDomain[0], reward: yDomain[0] },
    { length: xDomain[1], reward: yDomain[1] },
  ];
}

function ScatterPlot(props: ScatterPlotProps) {
  return (
    <ScatterChart width={props.width} height={props.height} margin={MARGIN} title={props.label}>
      <CartesianGrid stroke="var(--line)" vertical={false} />
      <XAxis
        dataKey="length"
        type="number"
        domain={[props.xDomain[0], props.xDomain[1]]}
        ticks={domainTicks(props.xDomain)}
        tickFormatter={formatWhole}
        height={24}
        tickLine={false}
        axisLine={false}
      />
      <YAxis
        dataKey="reward"
        type="number"
        domain={[props.yDomain[0], props.yDomain[1]]}
        ticks={domainTicks(props.yDomain)}
        tickFormatter={formatValue}
        width={44}
        tickLine={false}
        axisLine={false}
      />
      <ReferenceLine stroke="var(--line-strong)" strokeDasharray="2 3" y={0} />
      {/* Recharts makes scales only for a series: this one has the corners of the plot and draws nothing. */}
      <Scatter data={corners(props)} shape={nothing} isAnimationActive={false} />
      <DotLayer dots={props.dots} />
    </ScatterChart>
  );
}

export default memo(ScatterPlot);
