import type { MetricValue, MetricValues } from '../../engine/index.ts';
import { BucketSeries } from './BucketSeries.ts';

/** Every metric of one run, outside React. Training steps and held-out evaluations may carry the same names: kept apart. */
export type SeriesSource = 'train' | 'evaluation';

/** What the engine said of one step or evaluation, whole: curves are merged into buckets, exports are not. */
export interface RunRecord {
  readonly source: SeriesSource;
  readonly step: number;
  readonly values: MetricValues;
}

export class RunSeries {
  private kept: RunRecord[] = [];
  private readonly series: Readonly<Record<SeriesSource, Map<string, BucketSeries>>> = {
    train: new Map(),
    evaluation: new Map(),
  };
  private readonly newest: Readonly<Record<SeriesSource, Map<string, MetricValue>>> = {
    train: new Map(),
    evaluation: new Map(),
  };
  private changes = 0;
  private clearedAt = 0;
  private readonly changed: Readonly<Record<SeriesSource, Map<string, number>>> = {
    train: new Map(),
    evaluation: new Map(),
  };

  append(source: SeriesSource, step: number, values: MetricValues): void {
    this.keep({ source, step, values });
    for (const [metric, value] of Object.entries(values)) {
      let series = this.series[source].get(metric);
      if (series === undefined) {
        series = new BucketSeries();
        this.series[source].set(metric, series);
      }
      series.append(step, value.value);
      this.newest[source].set(metric, value);
      this.changed[source].set(metric, ++this.changes);
    }
  }

  truncate(step: number): void {
    this.kept = this.kept.filter((record) => record.step <= step);
    for (const source of ['train', 'evaluation'] as const) {
      for (const [metric, series] of this.series[source]) {
        series.truncate(step);
        this.changed[source].set(metric, ++this.changes);
      }
    }
  }

  clear(): void {
    this.kept = [];
    for (const source of ['train', 'evaluation'] as const) {
      this.series[source].clear();
      this.newest[source].clear();
      this.changed[source].clear();
    }
    this.clearedAt = ++this.changes;
  }

  /** A number that is another one whenever the curve is: what has not changed need not be drawn. */
  changeOf(source: SeriesSource, metric: string): number {
    return this.changed[source].get(metric) ?? this.clearedAt;
  }

  get(source: SeriesSource, metric: string): BucketSeries | undefined {
    return this.series[source].get(metric);
  }

  /** The newest value and over how many examples it was taken. */
  latest(source: SeriesSource, metric: string): MetricValue | undefined {
    return this.newest[source].get(metric);
  }

  /** A metric's evaluations by step, whole: with n, and an interval where there is one. */
  evaluations(metric: string): ReadonlyMap<number, MetricValue> {
    const known = new Map<number, MetricValue>();
    for (const { source, step, values } of this.kept) {
      const value = values[metric];
      if (source === 'evaluation' && value !== undefined) known.set(step, value);
    }
    return known;
  }

  metrics(source: SeriesSource): string[] {
    return [...this.series[source].keys()];
  }

  /** Every step and evaluation, in the order in which they came. */
  get records(): readonly RunRecord[] {
    return this.kept;
  }

  /** An evaluation of a step that was evaluated before takes its place. */
  private keep(record: RunRecord): void {
    for (let at = this.kept.length - 1; at >= 0 && (this.kept[at]?.step ?? -1) >= record.step; at--) {
      if (this.kept[at]?.source !== record.source || this.kept[at]?.step !== record.step) continue;
      this.kept[at] = record;
      return;
    }
    this.kept.push(record);
  }

  get isEmpty(): boolean {
    return this.series.train.size === 0 && this.series.evaluation.size === 0;
  }
}
