import { text } from '../i18n/text.ts';
import type { ChartLine } from './chartRows.ts';
import { MetricChart } from './MetricChart.tsx';
import { CHOSEN, MARGINS, REJECTED } from './metricIds.ts';

const MARGIN_LINES: readonly ChartLine[] = [
  { metric: MARGINS, source: 'train', label: MARGINS, colour: 'var(--margin)' },
];
const SIDE_LINES: readonly ChartLine[] = [
  { metric: CHOSEN, source: 'train', label: CHOSEN, colour: 'var(--chosen)' },
  { metric: REJECTED, source: 'train', label: REJECTED, colour: 'var(--rejected)', dash: '6 3' },
];

/** The first plot: the margin, and beneath it what happens to each side. */
export function RewardCharts() {
  return (
    <section className="card" aria-label={MARGINS}>
      <MetricChart
        name={MARGINS}
        caption={text.charts.margin}
        lines={MARGIN_LINES}
        height={208}
        level={0}
        least={[0, 0.5]}
        withPast
      />
      <hr className="card-rule" />
      <MetricChart
        name="rewards/chosen, rewards/rejected"
        caption={text.charts.sides}
        lines={SIDE_LINES}
        height={144}
        level={0}
        least={[-0.25, 0.25]}
        quiet
      />
    </section>
  );
}
