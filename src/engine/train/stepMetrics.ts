import { mergeMetrics } from '../metrics/aggregate.ts';
import type { MetricValues } from '../metrics/types.ts';
import type { ScoredBatch } from './evaluateBatch.ts';

/** What a step reports: TRL's names, per example over its micro-batches. */
export function stepMetrics(
  batches: readonly ScoredBatch[],
  gradNorm: number,
  learningRate: number,
): { readonly values: MetricValues; readonly chosenLogpPerToken: number } {
  const values: MetricValues = {
    ...mergeMetrics(batches.map((batch) => batch.metrics)),
    grad_norm: { value: gradNorm, n: 1 },
    learning_rate: { value: learningRate, n: 1 },
  };
  const total = (side: 'logps' | 'lengths') =>
    batches.reduce((sum, batch) => batch.chosen[side].reduce((part, value) => part + value, sum), 0);
  return { values, chosenLogpPerToken: total('logps') / Math.max(1, total('lengths')) };
}
