import { Suspense, useCallback, useMemo, useRef } from 'react';
import type { LengthDot } from '../../engine/index.ts';
import { formatFixed } from '../i18n/numbers.ts';
import { text } from '../i18n/text.ts';
import { type Domain, niceDomain } from '../series/niceDomain.ts';
import { useSession } from '../state/SessionContext.ts';
import { ChartFrame } from './ChartFrame.tsx';
import type { ChartLine } from './chartRows.ts';
import { DotMark } from './DotMark.tsx';
import { LengthDotTable } from './LengthDotTable.tsx';
import { LazyScatterPlot } from './lazyPlots.ts';
import { MetricChart } from './MetricChart.tsx';
import { LENGTH_CORRELATION, LENGTH_CORRELATION_RANK, PARTIAL_CORRELATION } from './metricIds.ts';
import type { PlotDot } from './ScatterPlot.tsx';
import { usePainted } from './usePainted.ts';
import { useVisible } from './useVisible.ts';
import { useWidth } from './useWidth.ts';

const HEIGHT = 208;
const NAME = 'implicit reward × length';
const CORRELATION_LINES: readonly ChartLine[] = [
  { metric: LENGTH_CORRELATION, source: 'evaluation', label: text.charts.pearson, colour: 'var(--margin)' },
  {
    metric: LENGTH_CORRELATION_RANK,
    source: 'evaluation',
    label: text.charts.spearman,
    colour: 'var(--gold)',
    dash: '6 3',
  },
];
const CORRELATIONS: Domain = [-0.5, 1];
const NO_DOTS: readonly LengthDot[] = [];

/** The second plot: one dot a held-out completion, and how the correlation moved. */
export function LengthScatter() {
  const bodyRef = useRef<HTMLDivElement>(null);
  const width = useWidth(bodyRef);
  const isVisible = useVisible(bodyRef);
  const { run } = useSession().stores;
  const evaluation = usePainted(
    isVisible,
    useCallback(() => run.getState().evaluation, [run]),
  );
  const dots = evaluation?.dots ?? NO_DOTS;
  const [xDomain, yDomain] = useMemo(() => domains(dots), [dots]);
  const marks = useMemo(() => dots.map(plotted), [dots]);
  const line = evaluation?.details?.lengthLine ?? null;
  // Within the dots' lengths: beyond them the line says nothing.
  const curve = useMemo(() => {
    const lengths = dots.map(({ length }) => length);
    if (line === null || lengths.length === 0) return undefined;
    return [Math.min(...lengths), Math.max(...lengths)].map((x) => ({ x, y: line.intercept + line.slope * x }));
  }, [dots, line]);
  const pearson = evaluation?.values[LENGTH_CORRELATION]?.value;
  const spearman = evaluation?.values[LENGTH_CORRELATION_RANK]?.value;
  const partial = evaluation?.values[PARTIAL_CORRELATION]?.value;
  const { low, high } = evaluation?.values[LENGTH_CORRELATION] ?? {};
  const interval = low === undefined || high === undefined ? null : text.evaluation.rInterval(low, high);
  const overall = text.charts.scatterSummary(
    dots.length,
    pearson === undefined ? null : formatFixed(pearson),
    spearman === undefined ? null : formatFixed(spearman),
  );
  const known = interval === null ? overall : `${overall} ${interval}`;
  const summary =
    dots.length === 0
      ? text.charts.waitingForEvaluation
      : partial === undefined
        ? known
        : `${known} ${text.evaluation.partial(partial, line?.slope ?? null)}`;
  return (
    <section className="card" aria-label={NAME}>
      <ChartFrame
        name={NAME}
        caption={text.charts.scatter}
        summary={summary}
        figure={pearson === undefined ? '–' : `r ${formatFixed(pearson)}`}
        height={HEIGHT}
        legend={<ScatterLegend />}
        table={() => <LengthDotTable name={NAME} dots={dots} />}
      >
        <div ref={bodyRef} className="chart-canvas">
          {width > 0 ? (
            <Suspense fallback={<div className="chart-skeleton" />}>
              <LazyScatterPlot
                width={width}
                height={HEIGHT}
                label={NAME}
                dots={marks}
                xDomain={xDomain}
                yDomain={yDomain}
                {...(curve === undefined ? {} : { curve })}
              />
            </Suspense>
          ) : null}
        </div>
      </ChartFrame>
      <hr className="card-rule" />
      <MetricChart
        name={LENGTH_CORRELATION}
        caption={text.charts.correlationHistory}
        lines={CORRELATION_LINES}
        height={112}
        level={0}
        least={CORRELATIONS}
        quiet
        withPast
        inRace
      />
    </section>
  );
}

function domains(dots: readonly LengthDot[]): readonly [Domain, Domain] {
  if (dots.length === 0)
    return [
      [0, 40],
      [-1, 1],
    ];
  const lengths = dots.map(({ length }) => length);
  const rewards = dots.map(({ reward }) => reward);
  return [niceDomain(0, Math.max(...lengths)), niceDomain(Math.min(0, ...rewards), Math.max(0, ...rewards))];
}

function ScatterLegend() {
  return (
    <>
      <DotMark mark="disc">{text.charts.chosen}</DotMark>
      <DotMark mark="cross">{text.charts.rejected}</DotMark>
      <span className="legend-note">{text.charts.scatterAxis}</span>
    </>
  );
}

function plotted({ length, reward, role }: LengthDot): PlotDot {
  return { x: length, y: reward, mark: role === 'chosen' ? 'disc' : 'cross' };
}
