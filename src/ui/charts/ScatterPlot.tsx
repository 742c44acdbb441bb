import { memo } from 'react';
import { CartesianGrid, ReferenceLine, Scatter, ScatterChart, Tooltip, XAxis, YAxis } from 'recharts';
import type { LengthDot } from '../../engine/index.ts';
import { formatValue, formatWhole } from '../i18n/numbers.ts';
import { text } from '../i18n/text.ts';
import { type Domain, domainTicks } from '../series/niceDomain.ts';

export interface ScatterPlotProps {
  readonly width: number;
  readonly height: number;
  readonly label: string;
  readonly chosen: readonly LengthDot[];
  readonly rejected: readonly LengthDot[];
  readonly xDomain: Domain;
  readonly yDomain: Domain;
}

const MARGIN = { top: 8, right: 12, bottom: 0, left: 0 };

interface DotProps {
  readonly cx?: number;
  readonly cy?: number;
}

/** Chosen are discs, rejected are crosses: told apart without colour. */
function Disc({ cx = 0, cy = 0 }: DotProps) {
  return <circle className="dot-chosen" cx={cx} cy={cy} r={3} />;
}

function Cross({ cx = 0, cy = 0 }: DotProps) {
  return <path className="dot-rejected" d={`M${cx - 2.5},${cy - 2.5}l5,5m0,-5l-5,5`} />;
}

/** At most 200 dots. */
function ScatterPlot(props: ScatterPlotProps) {
  return (
    <ScatterChart width={props.width} height={props.height} margin={MARGIN} title={props.label}>
      <CartesianGrid stroke="var(--line)" vertical={false} />
      <XAxis
        dataKey="length"
        type="number"
        name={text.charts.scatterAxis}
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
        name={text.charts.rewardAxis}
        domain={[props.yDomain[0], props.yDomain[1]]}
        ticks={domainTicks(props.yDomain)}
        tickFormatter={formatValue}
        width={44}
        tickLine={false}
        axisLine={false}
      />
      <ReferenceLine stroke="var(--line-strong)" strokeDasharray="2 3" y={0} />
      <Scatter name={text.charts.rejected} data={props.rejected} shape={<Cross />} isAnimationActive={false} />
      <Scatter name={text.charts.chosen} data={props.chosen} shape={<Disc />} isAnimationActive={false} />
      <Tooltip
        isAnimationActive={false}
        cursor={false}
        formatter={(value) => (typeof value === 'number' ? formatValue(value) : '')}
        wrapperClassName="chart-tooltip"
      />
    </ScatterChart>
  );
}

export default memo(ScatterPlot);
