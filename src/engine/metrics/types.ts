/** A quantity aggregated per example, and over how many examples. */
export interface MetricValue {
  readonly value: number;
  readonly n: number;
  /** A 95 % interval, where one is known; over examples, not over seeds. */
  readonly low?: number;
  readonly high?: number;
}

/** Values by metric id; what is undefined (a correlation with a constant) is absent. */
export type MetricValues = Readonly<Record<string, MetricValue>>;

/** What a metric is: names are TRL's verbatim where TRL has one. */
export interface MetricDefinition {
  readonly id: string;
  /** TeX-free unit; '' for a pure number. */
  readonly unit: string;
  /** Which way is better for the person; 'none' where neither is. */
  readonly direction: 'up' | 'down' | 'none';
  /** One sentence: what is averaged over what. */
  readonly meaning: string;
  /** Values that are possible at all; null = unbounded. */
  readonly range: readonly [number | null, number | null];
  readonly format: { readonly style: 'number' | 'percent' | 'scientific'; readonly digits: number };
}
