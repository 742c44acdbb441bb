import type { MetricValue } from '../../engine/index.ts';
import type { BandPoint } from './plotBands.ts';

/** How well a curve's newest evaluation is known, and whether it can be told from the first. */
export interface Certainty {
  readonly n: number;
  readonly interval: { readonly low: number; readonly high: number } | null;
  /** Whether the intervals of first and newest overlap; null where one of them has none, or there is one evaluation. */
  readonly overlaps: boolean | null;
}

/** @param evaluations by step, rising; null without any */
export function certaintyOf(evaluations: ReadonlyMap<number, MetricValue>): Certainty | null {
  const values = [...evaluations.values()];
  const [first, newest] = [values[0], values.at(-1)];
  if (first === undefined || newest === undefined) return null;
  const [before, now] = [intervalOf(first), intervalOf(newest)];
  const isComparable = values.length > 1 && before !== null && now !== null;
  return {
    n: newest.n,
    interval: now,
    overlaps: isComparable ? before.low <= now.high && now.low <= before.high : null,
  };
}

function intervalOf({ low, high }: MetricValue): Certainty['interval'] {
  return low === undefined || high === undefined ? null : { low, high };
}

/** What of an evaluation's interval can be drawn, step by step. */
export function intervalBand(evaluations: ReadonlyMap<number, MetricValue>): readonly BandPoint[] {
  return [...evaluations].flatMap(([step, value]) => {
    const interval = intervalOf(value);
    return interval === null ? [] : [{ step, ...interval }];
  });
}
