import { useCallback } from 'react';
import { wilsonInterval } from '../../engine/index.ts';
import { formatPercent } from '../i18n/numbers.ts';
import { text } from '../i18n/text.ts';
import type { Domain } from '../series/niceDomain.ts';
import { useRivals, useSession } from '../state/SessionContext.ts';
import type { ChartLine, ChartView } from './chartRows.ts';
import { JudgeLine } from './JudgeLine.tsx';
import { LengthControlChart } from './LengthControlChart.tsx';
import { MetricChart } from './MetricChart.tsx';
import { GOLD_WIN_RATE, MEAN_LENGTH, WIN_RATE } from './metricIds.ts';
import { judgeLines, RateChart } from './RateChart.tsx';

const LINES = judgeLines(WIN_RATE, GOLD_WIN_RATE);
const GOLD_LINES: readonly ChartLine[] = [
  { metric: GOLD_WIN_RATE, source: 'evaluation', label: text.charts.goldJudge, colour: 'var(--margin)' },
];
const LENGTH_LINES: readonly ChartLine[] = [
  { metric: MEAN_LENGTH, source: 'evaluation', label: MEAN_LENGTH, colour: 'var(--margin)' },
];
const LENGTHS: Domain = [0, 10];

/** The third plot: fresh answers of the policy against the reference's, with the 95 % Wilson interval and n. */
export function WinRateChart() {
  const { series } = useSession().stores;
  const isRace = useRivals().length > 0;
  const bands = useCallback(
    ({ points }: ChartView) =>
      // Recordings hold no intervals: a rate's follows from it. In a race there is one line, and one band.
      LINES.slice(0, points.length).map(({ metric }, index) => {
        // n is the number of held-out prompts, the same at every evaluation of a run.
        const n = series.latest('evaluation', metric)?.n ?? 0;
        return (points[index] ?? []).map(({ step, mean }) => {
          const interval = wilsonInterval(mean * n, n);
          return { step, low: interval?.low ?? mean, high: interval?.high ?? mean };
        });
      }),
    [series],
  );
  const summary = useCallback(
    ({ points }: ChartView) => {
      const newest = points[0]?.at(-1);
      const n = series.latest('evaluation', WIN_RATE)?.n ?? 0;
      const interval = newest === undefined ? null : wilsonInterval(newest.mean * n, n);
      if (newest === undefined || interval === null) return text.charts.waitingForEvaluation;
      const judged = text.charts.winSummary(
        formatPercent(newest.mean),
        formatPercent(interval.low),
        formatPercent(interval.high),
        n,
      );
      const gold = series.latest('evaluation', GOLD_WIN_RATE);
      const ends = gold && wilsonInterval(gold.value * gold.n, gold.n);
      if (gold === undefined || !ends) return judged;
      const [low, high] = [formatPercent(ends.low), formatPercent(ends.high)];
      const byGold = text.evaluation.rateOf(text.charts.goldJudge, formatPercent(gold.value), low, high, gold.n);
      return `${judged} ${byGold}.`;
    },
    [series],
  );
  return (
    <section className="card" aria-label={WIN_RATE}>
      <RateChart
        name={WIN_RATE}
        caption={text.charts.winRate}
        lines={LINES}
        height={208}
        bands={bands}
        summary={summary}
        withPast
      />
      <JudgeLine />
      <hr className="card-rule" />
      <LengthControlChart />
      {isRace ? (
        <>
          <hr className="card-rule" />
          <RateChart name={GOLD_WIN_RATE} caption={text.race.goldWinRate} lines={GOLD_LINES} height={144} quiet />
        </>
      ) : null}
      <hr className="card-rule" />
      <MetricChart
        name={MEAN_LENGTH}
        caption={text.charts.meanLength}
        lines={LENGTH_LINES}
        height={112}
        least={LENGTHS}
        quiet
        inRace
      />
    </section>
  );
}
