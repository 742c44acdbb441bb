import { type Experiment, methodOf } from '../../engine/index.ts';
import type { SeriesPoint } from '../series/BucketSeries.ts';
import type { RunSeries, SeriesSource } from '../series/RunSeries.ts';
import { selectView } from '../series/selectView.ts';

/** Curves kept of a past run, drawn faintly behind the current one. */
const KEPT_CURVES: readonly { readonly source: SeriesSource; readonly metric: string }[] = [
  { source: 'train', metric: 'rewards/margins' },
  { source: 'evaluation', metric: 'win_rate' },
  { source: 'evaluation', metric: 'corr/implicit_reward_length' },
];

const KEPT_FINALS: readonly { readonly source: SeriesSource; readonly metric: string }[] = [
  ...KEPT_CURVES,
  { source: 'train', metric: 'rewards/accuracies' },
];

const LIBRARY_SIZE = 5;

export interface PastRun {
  readonly id: string;
  /** Counts from 1 in this sitting. */
  readonly number: number;
  readonly name: string;
  readonly experiment: Experiment;
  readonly step: number;
  readonly curves: Readonly<Record<string, readonly SeriesPoint[]>>;
  readonly finals: Readonly<Record<string, number>>;
  readonly pinned: boolean;
}

export function keepRun(id: string, number: number, experiment: Experiment, step: number, series: RunSeries): PastRun {
  const curves: Record<string, readonly SeriesPoint[]> = {};
  for (const { source, metric } of KEPT_CURVES) {
    const curve = series.get(source, metric);
    if (curve !== undefined) curves[metric] = selectView(curve);
  }
  const finals: Record<string, number> = {};
  for (const { source, metric } of KEPT_FINALS) {
    const value = series.latest(source, metric);
    if (value !== undefined) finals[metric] = value.value;
  }
  const name = methodOf(experiment)?.label ?? experiment.loss;
  return { id, number, name, experiment, step, curves, finals, pinned: false };
}

/** Newest first; the oldest run that is not pinned gives way. */
export function addRun(runs: readonly PastRun[], run: PastRun): PastRun[] {
  const next = [run, ...runs.filter(({ id }) => id !== run.id)];
  if (next.length <= LIBRARY_SIZE) return next;
  const oldest = next.findLastIndex(({ pinned }) => !pinned);
  return next.filter((_, index) => index !== oldest);
}

/** One run at most is pinned. */
export function pinRun(runs: readonly PastRun[], id: string | null): PastRun[] {
  return runs.map((run) => ({ ...run, pinned: run.id === id }));
}

/** What a run is compared with: the pinned run, else the one before it. */
export function comparedWith(runs: readonly PastRun[], run: PastRun): PastRun | null {
  const pinned = runs.find((candidate) => candidate.pinned && candidate.id !== run.id);
  if (pinned !== undefined) return pinned;
  return runs.find((candidate) => candidate.number < run.number) ?? null;
}
