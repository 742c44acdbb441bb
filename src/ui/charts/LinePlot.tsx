import { memo } from 'react';
import { CartesianGrid, Line, LineChart, ReferenceLine, Tooltip, XAxis, YAxis } from 'recharts';
import { formatValue, formatWhole } from '../i18n/numbers.ts';
import { text } from '../i18n/text.ts';
import { type Domain, domainTicks } from '../series/niceDomain.ts';
import type { ChartLine, ChartRow } from './chartRows.ts';
import { BandLayer, type PastCurve, PastLayer } from './plotLayers.tsx';

export interface LinePlotProps {
  readonly width: number;
  readonly height: number;
  readonly label: string;
  readonly lines: readonly ChartLine[];
  readonly rows: readonly ChartRow[];
  readonly band: readonly { readonly step: number; readonly low: number; readonly high: number }[];
  readonly past: readonly PastCurve[];
  readonly xDomain: Domain;
  readonly yDomain: Domain;
  /** A level worth seeing: 0 for rewards, one half for rates. */
  readonly level?: number;
  readonly hideSteps?: boolean;
  readonly format?: (value: number) => string;
}

const MARGIN = { top: 8, right: 12, bottom: 0, left: 0 };
const KEYS = ['y0', 'y1'] as const;
const CURSOR = { stroke: 'var(--line-strong)', strokeWidth: 1 };

function corners(x: Domain, y: Domain) {
  return [
    { step: x[0], corner: y[0] },
    { step: x[1], corner: y[1] },
  ];
}

/** At most two lines of at most 200 points, without animation (the budget of Recharts under live load). */
function LinePlot(props: LinePlotProps) {
  const { lines, xDomain, yDomain, format = formatValue } = props;
  const isEmpty = props.rows.length === 0;
  // Recharts makes scales only where there is data: without points, the plot's corners carry those of earlier runs.
  const rows: readonly object[] = isEmpty ? corners(xDomain, yDomain) : props.rows;
  return (
    <LineChart
      width={props.width}
      height={props.height}
      data={rows}
      margin={MARGIN}
      syncId="steps"
      syncMethod="value"
      title={props.label}
    >
      <CartesianGrid stroke="var(--line)" vertical={false} />
      <XAxis
        dataKey="step"
        type="number"
        domain={[xDomain[0], xDomain[1]]}
        ticks={domainTicks(xDomain)}
        tickFormatter={formatWhole}
        height={props.hideSteps ? 8 : 24}
        tick={!props.hideSteps}
        tickLine={false}
        axisLine={false}
      />
      <YAxis
        domain={[yDomain[0], yDomain[1]]}
        ticks={domainTicks(yDomain)}
        tickFormatter={format}
        width={44}
        tickLine={false}
        axisLine={false}
      />
      {props.level === undefined ? null : (
        <ReferenceLine stroke="var(--line-strong)" strokeDasharray="2 3" y={props.level} />
      )}
      <PastLayer curves={props.past} />
      <BandLayer band={props.band} colour={lines[0]?.colour ?? 'currentColor'} />
      {lines.map((line, index) => (
        <Line
          key={line.metric}
          dataKey={KEYS[index] ?? 'y0'}
          name={line.label}
          stroke={line.colour}
          strokeWidth={2}
          {...(line.dash === undefined ? {} : { strokeDasharray: line.dash })}
          dot={props.rows.length === 1}
          activeDot={{ r: 3 }}
          isAnimationActive={false}
          connectNulls
          type="linear"
        />
      ))}
      {isEmpty ? <Line dataKey="corner" stroke="none" dot={false} activeDot={false} tooltipType="none" /> : null}
      <Tooltip
        isAnimationActive={false}
        cursor={CURSOR}
        formatter={(value) => (typeof value === 'number' ? format(value) : '')}
        labelFormatter={(step) => `${text.charts.step} ${String(step)}`}
        wrapperClassName="chart-tooltip"
      />
    </LineChart>
  );
}

export default memo(LinePlot);
