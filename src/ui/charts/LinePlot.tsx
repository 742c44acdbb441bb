import { memo, useMemo } from 'react';
import { CartesianGrid, Line, LineChart, ReferenceLine, Tooltip, XAxis, YAxis } from 'recharts';
import { formatValue, formatWhole } from '../i18n/numbers.ts';
import { text } from '../i18n/text.ts';
import { type Domain, domainTicks } from '../series/niceDomain.ts';
import type { ChartLine, ChartRow } from './chartRows.ts';
import type { PlotBand } from './plotBands.ts';
import { BandLayer, type PastCurve, PastLayer, RivalLayer } from './plotLayers.tsx';
import type { RivalCurve } from './rivalCurves.ts';

export interface LinePlotProps {
  readonly width: number;
  readonly height: number;
  readonly label: string;
  readonly lines: readonly ChartLine[];
  readonly rows: readonly ChartRow[];
  readonly bands: readonly PlotBand[];
  readonly past: readonly PastCurve[];
  readonly rivals: readonly RivalCurve[];
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
const ACTIVE_DOT = { r: 3 };
const GRID = <CartesianGrid stroke="var(--line)" vertical={false} />;

function corners(x: Domain, y: Domain) {
  return [
    { step: x[0], corner: y[0] },
    { step: x[1], corner: y[1] },
  ];
}

/**
 * At most two lines of at most 200 points, without animation (the budget of Recharts under live load). What does not follow
 * the points is kept as the same elements: Recharts registers an axis, a line or a tooltip anew whenever its element is
 * another one, and computes everything that depends on it again.
 */
function LinePlot(props: LinePlotProps) {
  const { lines, rows, xDomain, yDomain, level, hideSteps = false, format = formatValue } = props;
  const isEmpty = rows.length === 0;
  const isSingle = rows.length === 1;
  // Recharts makes scales only where there is data: without points, the plot's corners carry those of earlier runs.
  const points: readonly object[] = isEmpty ? corners(xDomain, yDomain) : rows;
  const axes = useMemo(
    () => <Axes xDomain={xDomain} yDomain={yDomain} hideSteps={hideSteps} format={format} />,
    [xDomain, yDomain, hideSteps, format],
  );
  const levelLine = useMemo(
    () => (level === undefined ? null : <ReferenceLine stroke="var(--line-strong)" strokeDasharray="2 3" y={level} />),
    [level],
  );
  const curves = useMemo(
    () => <Curves lines={lines} isEmpty={isEmpty} isSingle={isSingle} />,
    [lines, isEmpty, isSingle],
  );
  const tooltip = useMemo(
    () => (
      <Tooltip
        isAnimationActive={false}
        cursor={CURSOR}
        formatter={(value) => (typeof value === 'number' ? format(value) : '')}
        labelFormatter={(step) => `${text.charts.step} ${String(step)}`}
        wrapperClassName="chart-tooltip"
      />
    ),
    [format],
  );
  return (
    <LineChart
      width={props.width}
      height={props.height}
      data={points}
      margin={MARGIN}
      syncId="steps"
      syncMethod="value"
      title={props.label}
    >
      {GRID}
      {axes}
      {levelLine}
      <PastLayer curves={props.past} />
      <BandLayer bands={props.bands} />
      <RivalLayer curves={props.rivals} />
      {curves}
      {tooltip}
    </LineChart>
  );
}

function Axes({
  xDomain,
  yDomain,
  hideSteps,
  format,
}: Required<Pick<LinePlotProps, 'xDomain' | 'yDomain' | 'hideSteps' | 'format'>>) {
  return (
    <>
      <XAxis
        dataKey="step"
        type="number"
        domain={[xDomain[0], xDomain[1]]}
        ticks={domainTicks(xDomain)}
        tickFormatter={formatWhole}
        height={hideSteps ? 8 : 24}
        tick={!hideSteps}
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
    </>
  );
}

function Curves({ lines, isEmpty, isSingle }: { lines: readonly ChartLine[]; isEmpty: boolean; isSingle: boolean }) {
  return (
    <>
      {lines.map((line, index) => (
        <Line
          key={line.metric}
          dataKey={KEYS[index] ?? 'y0'}
          name={line.label}
          stroke={line.colour}
          strokeWidth={2}
          {...(line.dash === undefined ? {} : { strokeDasharray: line.dash })}
          dot={isSingle}
          activeDot={ACTIVE_DOT}
          isAnimationActive={false}
          connectNulls
          type="linear"
        />
      ))}
      {isEmpty ? <Line dataKey="corner" stroke="none" dot={false} activeDot={false} tooltipType="none" /> : null}
    </>
  );
}

export default memo(LinePlot);
