import type { MetricValues } from '../metrics/types.ts';

export interface StepRecord {
  readonly step: number;
  readonly values: MetricValues;
}

/** Where the pairs of a batch lie on the objective's shape, in the scores it compares. */
export interface PairScores {
  readonly chosen: readonly number[];
  readonly rejected: readonly number[];
  /** Each pair's loss, where the objective has one for it. */
  readonly losses: readonly number[] | null;
}
