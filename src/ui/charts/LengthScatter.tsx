import { Suspense, useCallback, useMemo, useRef } from 'react';
import type { LengthDot } from '../../engine/index.ts';
import { formatFixed, formatValue, formatWhole } from '../i18n/numbers.ts';
import { text } from '../i18n/text.ts';
import { type Domain, niceDomain } from '../series/niceDomain.ts';
import { useSession } from '../state/SessionContext.ts';
import { ChartFrame } from './ChartFrame.tsx';
import type { ChartLine } from './chartRows.ts';
import { LazyScatterPlot } from './lazyPlots.ts';
import { MetricChart } from './MetricChart.tsx';
import { LENGTH_CORRELATION, LENGTH_CORRELATION_RANK } from './metricIds.ts';
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
  const pearson = evaluation?.values[LENGTH_CORRELATION]?.value;
  const spearman = evaluation?.values[LENGTH_CORRELATION_RANK]?.value;
  const summary =
    dots.length === 0
      ? text.charts.waitingForEvaluation
      : text.charts.scatterSummary(
          dots.length,
          pearson === undefined ? null : formatFixed(pearson),
          spearman === undefined ? null : formatFixed(spearman),
        );
  return (
    <section className="card" aria-label={NAME}>
      <ChartFrame
        name={NAME}
        caption={text.charts.scatter}
        summary={summary}
        figure={pearson === undefined ? '–' : `r ${formatFixed(pearson)}`}
        height={HEIGHT}
        legend={<ScatterLegend />}
        table={() => <DotTable dots={dots} />}
      >
        <div ref={bodyRef} className="chart-canvas">
          {width > 0 ? (
            <Suspense fallback={<div className="chart-skeleton" />}>
              <LazyScatterPlot
                width={width}
                height={HEIGHT}
                label={NAME}
                dots={dots}
                xDomain={xDomain}
                yDomain={yDomain}
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
      <span className="legend-item">
        <svg width="10" height="10" aria-hidden="true">
          <circle className="dot-chosen" cx="5" cy="5" r="3.5" />
        </svg>
        {text.charts.chosen}
      </span>
      <span className="legend-item">
        <svg width="10" height="10" aria-hidden="true">
          <path className="dot-rejected" d="M2,2l6,6m0,-6l-6,6" />
        </svg>
        {text.charts.rejected}
      </span>
      <span className="legend-note">{text.charts.scatterAxis}</span>
    </>
  );
}

function DotTable({ dots }: { dots: readonly LengthDot[] }) {
  return (
    <table>
      <caption className="visually-hidden">{NAME}</caption>
      <thead>
        <tr>
          <th scope="col">{text.inspector.columns[0]}</th>
          <th scope="col">{text.charts.scatterAxis}</th>
          <th scope="col">{text.charts.rewardAxis}</th>
        </tr>
      </thead>
      <tbody>
        {dots.map((dot, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: dots have no identity and are replaced together
          <tr key={index}>
            <th scope="row">{dot.role === 'chosen' ? text.charts.chosen : text.charts.rejected}</th>
            <td>{formatWhole(dot.length)}</td>
            <td>{formatValue(dot.reward)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
