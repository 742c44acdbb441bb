import { useState } from 'react';
import { useStore } from 'zustand';
import { metricById } from '../../engine/index.ts';
import { text } from '../i18n/text.ts';
import type { Domain } from '../series/niceDomain.ts';
import { useRivals, useSession } from '../state/SessionContext.ts';
import type { ChartLine } from './chartRows.ts';
import { MetricChart } from './MetricChart.tsx';

interface MorePlot {
  readonly name: string;
  readonly lines: readonly ChartLine[];
  readonly least?: Domain;
  readonly level?: number;
  /** Only some worlds know it: no plot until there is a value. */
  readonly ofWorlds?: boolean;
  /** Drawn for all objectives of a race. */
  readonly inRace?: boolean;
}

const line = (metric: string, source: ChartLine['source'], colour = 'var(--margin)', dash?: string): ChartLine => ({
  metric,
  source,
  label: metric,
  colour,
  ...(dash === undefined ? {} : { dash }),
});

const PLOTS: readonly MorePlot[] = [
  { name: 'loss', lines: [line('loss', 'train')] },
  { name: 'rewards/accuracies', lines: [line('rewards/accuracies', 'train')], least: [0, 1], level: 0.5, inRace: true },
  {
    name: 'logps/chosen, logps/rejected',
    lines: [line('logps/chosen', 'train', 'var(--chosen)'), line('logps/rejected', 'train', 'var(--rejected)', '6 3')],
  },
  { name: 'kl', lines: [line('kl', 'evaluation')], least: [0, 1], inRace: true },
  { name: 'grad_norm', lines: [line('grad_norm', 'train')], least: [0, 1] },
  { name: 'entropy', lines: [line('entropy', 'evaluation')], least: [0, 1] },
  {
    name: 'ranking_accuracy, ideal_ranking_accuracy',
    lines: [line('ranking_accuracy', 'evaluation'), line('ideal_ranking_accuracy', 'evaluation', 'var(--gold)', '6 3')],
    least: [0, 1],
    level: 0.5,
  },
  {
    name: 'displacement/chosen, displacement/rejected',
    lines: [
      line('displacement/chosen', 'evaluation', 'var(--chosen)'),
      line('displacement/rejected', 'evaluation', 'var(--rejected)', '6 3'),
    ],
    level: 0,
  },
  { name: 'partial_corr', lines: [line('partial_corr', 'evaluation')], least: [-0.5, 1], level: 0, inRace: true },
  { name: 'calibration_slope', lines: [line('calibration_slope', 'evaluation')], least: [0, 1], level: 1 },
  { name: 'ece', lines: [line('ece', 'evaluation')], least: [0, 0.2] },
  {
    name: 'distinct_2, repetition',
    lines: [line('distinct_2', 'evaluation'), line('repetition', 'evaluation', 'var(--rejected)', '6 3')],
    least: [0, 1],
  },
  {
    name: 'all_verified, verified',
    lines: [line('all_verified', 'evaluation'), line('verified', 'evaluation', 'var(--gold)', '6 3')],
    least: [0, 1],
    ofWorlds: true,
  },
  { name: 'well_formed', lines: [line('well_formed', 'evaluation')], least: [0, 1], ofWorlds: true, inRace: true },
  {
    name: 'exploitability',
    lines: [line('exploitability', 'evaluation')],
    least: [0, 1],
    ofWorlds: true,
    inRace: true,
  },
  {
    name: 'group_gold/majority, group_gold/minority',
    lines: [
      line('group_gold/majority', 'evaluation'),
      line('group_gold/minority', 'evaluation', 'var(--rejected)', '6 3'),
    ],
    level: 0,
    ofWorlds: true,
  },
  { name: 'completions/clipped_ratio', lines: [line('completions/clipped_ratio', 'evaluation')], least: [0, 1] },
];

/** In a race, a plot for each line of those with two: each then stands beside those of the other objectives. */
const RACE_PLOTS: readonly MorePlot[] = PLOTS.flatMap((plot): MorePlot[] => {
  if (plot.lines.length === 1) return [plot];
  return plot.lines.map(({ metric, source }) => ({
    ...plot,
    name: metric,
    lines: [line(metric, source)],
    inRace: true,
  }));
});

/** What a researcher looks at next; drawn only once opened, and only where on screen. */
export function MorePlots() {
  const [isOpen, setOpen] = useState(false);
  const plots = useRivals().length > 0 ? RACE_PLOTS : PLOTS;
  const { series, revision } = useSession().stores;
  // A text: the same names draw nothing anew.
  const unknown = useStore(revision, () =>
    plots
      .filter(({ lines, ofWorlds }) => ofWorlds && lines.every(({ source, metric }) => !series.latest(source, metric)))
      .map(({ name }) => name)
      .join('; '),
  ).split('; ');
  return (
    <details className="more-plots" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        <span>{text.charts.more}</span>
        <span className="summary-note">{text.charts.moreHint}</span>
      </summary>
      {isOpen ? (
        <div className="plot-grid">
          {plots
            .filter(({ name }) => !unknown.includes(name))
            .map((plot) => (
              <section key={plot.name} className="card" aria-label={plot.name}>
                <MetricChart
                  name={plot.name}
                  caption={metricById(plot.lines[0]?.metric ?? '')?.meaning ?? ''}
                  lines={plot.lines}
                  height={144}
                  quiet
                  inRace={plot.inRace ?? false}
                  {...(plot.least === undefined ? {} : { least: plot.least })}
                  {...(plot.level === undefined ? {} : { level: plot.level })}
                />
              </section>
            ))}
        </div>
      ) : null}
    </details>
  );
}
