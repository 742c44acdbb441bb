import { text } from '../i18n/text.ts';
import type { Domain } from '../series/niceDomain.ts';
import { useRivals } from '../state/SessionContext.ts';
import type { ChartLine } from './chartRows.ts';
import { MetricChart } from './MetricChart.tsx';
import { CHOSEN, MARGINS, REJECTED } from './metricIds.ts';

const MARGIN_LINES: readonly ChartLine[] = [
  { metric: MARGINS, source: 'train', label: MARGINS, colour: 'var(--margin)' },
];
const LEAST_MARGINS: Domain = [0, 0.5];
const LEAST_SIDES: Domain = [-0.25, 0.25];
const SIDE_LINES: readonly ChartLine[] = [
  { metric: CHOSEN, source: 'train', label: CHOSEN, colour: 'var(--chosen)' },
  { metric: REJECTED, source: 'train', label: REJECTED, colour: 'var(--rejected)', dash: '6 3' },
];

/** The first plot: the margin, and beneath it what happens to each side. */
export function RewardCharts() {
  const isRace = useRivals().length > 0;
  return (
    <section className="card" aria-label={MARGINS}>
      <MetricChart
        name={MARGINS}
        caption={text.charts.margin}
        lines={MARGIN_LINES}
        height={208}
        level={0}
        least={LEAST_MARGINS}
        withPast
        inRace
      />
      {isRace ? <p className="control-note">{text.race.units}</p> : null}
      <hr className="card-rule" />
      <MetricChart
        name="rewards/chosen, rewards/rejected"
        caption={text.charts.sides}
        lines={SIDE_LINES}
        height={144}
        level={0}
        least={LEAST_SIDES}
        quiet
      />
    </section>
  );
}
