import type { ComponentProps } from 'react';
import { formatPercent } from '../i18n/numbers.ts';
import { text } from '../i18n/text.ts';
import type { Domain } from '../series/niceDomain.ts';
import type { ChartLine } from './chartRows.ts';
import { MetricChart } from './MetricChart.tsx';

const RATES: Domain = [0, 1];

/** The same rate by either judge. */
export function judgeLines(training: string, gold: string): readonly ChartLine[] {
  return [
    { metric: training, source: 'evaluation', label: text.charts.trainingJudge, colour: 'var(--margin)' },
    { metric: gold, source: 'evaluation', label: text.charts.goldJudge, colour: 'var(--gold)', dash: '6 3' },
  ];
}

/** How often the policy's answers win, over the run: half is even. */
export function RateChart(props: Omit<ComponentProps<typeof MetricChart>, 'level' | 'least' | 'format' | 'inRace'>) {
  return <MetricChart {...props} level={0.5} least={RATES} format={formatPercent} inRace />;
}
