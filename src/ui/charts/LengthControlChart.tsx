import { useCallback } from 'react';
import type { LengthControlWarning } from '../../engine/index.ts';
import { formatPercent } from '../i18n/numbers.ts';
import { text } from '../i18n/text.ts';
import { useRun, useSession } from '../state/SessionContext.ts';
import type { ChartView } from './chartRows.ts';
import { GOLD_LC_WIN_RATE, LC_WIN_RATE, WIN_RATE } from './metricIds.ts';
import { judgeLines, RateChart } from './RateChart.tsx';

const LINES = judgeLines(LC_WIN_RATE, GOLD_LC_WIN_RATE);
const NO_WARNINGS: readonly LengthControlWarning[] = [];

/** The win rate were all answers of one length, with its bootstrap interval, and why not to trust it where there is a reason. */
export function LengthControlChart() {
  const { series, run } = useSession().stores;
  const warnings = useRun((view) => view.evaluation?.details?.lengthWarnings ?? NO_WARNINGS);
  const bands = useCallback(
    ({ points }: ChartView) => {
      const known = new Map(run.getState().history.evaluations.map(({ step, values }) => [step, values[LC_WIN_RATE]]));
      const own = (points[0] ?? []).flatMap(({ step }) => {
        const { low, high } = known.get(step) ?? {};
        return low === undefined || high === undefined ? [] : [{ step, low, high }];
      });
      return [own];
    },
    [run],
  );
  const summary = useCallback(() => {
    const newest = series.latest('evaluation', LC_WIN_RATE);
    if (newest === undefined) return text.charts.waitingForEvaluation;
    const { value, n, low, high } = newest;
    const interval =
      low === undefined || high === undefined ? null : text.evaluation.fromTo(formatPercent(low), formatPercent(high));
    const raw = series.latest('evaluation', WIN_RATE);
    return text.evaluation.controlledSummary(
      formatPercent(value),
      raw === undefined ? null : formatPercent(raw.value),
      interval,
      n,
    );
  }, [series]);
  return (
    <>
      <RateChart
        name={LC_WIN_RATE}
        caption={text.evaluation.lengthControlled}
        lines={LINES}
        height={144}
        bands={bands}
        summary={summary}
        quiet
      />
      {warnings.length > 0 ? <p className="chart-note">{text.evaluation.lengthControlWarnings(warnings)}</p> : null}
    </>
  );
}
