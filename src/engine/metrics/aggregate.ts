import type { MetricValue, MetricValues } from './types.ts';

/** Aggregation is per example: every mean carries the number of examples it was taken over. */

/** Mean of one number an example; null when there are none, so that the metric is left out. */
export function meanOf(values: ArrayLike<number>): MetricValue | null {
  if (values.length === 0) return null;
  let total = 0;
  for (let i = 0; i < values.length; i++) total += values[i] as number;
  return { value: total / values.length, n: values.length };
}

/** Σ weight · value / Σ weight over examples; null when the weights sum to 0. @throws RangeError on unequal lengths */
export function weightedMeanOf(values: ArrayLike<number>, weights: ArrayLike<number>): MetricValue | null {
  if (values.length !== weights.length) throw new RangeError(`${values.length} values, ${weights.length} weights`);
  let [total, weight] = [0, 0];
  for (let i = 0; i < values.length; i++) {
    total += (values[i] as number) * (weights[i] as number);
    weight += weights[i] as number;
  }
  return weight === 0 ? null : { value: total / weight, n: values.length };
}

/** Means over disjoint examples → the mean over all of them. Ids missing in some parts count where they are. */
export function mergeMetrics(parts: readonly MetricValues[]): MetricValues {
  const sums = new Map<string, { total: number; n: number }>();
  for (const part of parts) {
    for (const [id, { value, n }] of Object.entries(part)) {
      const sum = sums.get(id) ?? { total: 0, n: 0 };
      sum.total += value * n;
      sum.n += n;
      sums.set(id, sum);
    }
  }
  const merged: Record<string, MetricValue> = {};
  for (const [id, { total, n }] of sums) if (n > 0) merged[id] = { value: total / n, n };
  return merged;
}

/** The named values that are defined. */
export function definedMetrics(values: Readonly<Record<string, MetricValue | null>>): MetricValues {
  const defined: Record<string, MetricValue> = {};
  for (const [id, value] of Object.entries(values)) if (value !== null) defined[id] = value;
  return defined;
}

/** Mean and sample standard deviation over runs; the deviation of one run is 0. null when there are none. */
export function spreadOf(values: ArrayLike<number>): { mean: number; sd: number; n: number } | null {
  const mean = meanOf(values);
  if (mean === null) return null;
  let squares = 0;
  for (let i = 0; i < values.length; i++) squares += ((values[i] as number) - mean.value) ** 2;
  return { mean: mean.value, sd: mean.n > 1 ? Math.sqrt(squares / (mean.n - 1)) : 0, n: mean.n };
}
