import { CALIBRATION_METRICS } from './calibration.ts';
import { COMPLETION_METRICS } from './completions.ts';
import { CORRELATION_METRICS } from './correlation.ts';
import { DIVERSITY_METRICS } from './diversity.ts';
import { KL_METRICS } from './kl.ts';
import { PREFERENCE_METRICS } from './preference.ts';
import { RANKING_METRICS } from './ranking.ts';
import { TRAINING_METRICS } from './training.ts';
import type { MetricDefinition } from './types.ts';
import { WIN_RATE_METRICS } from './winRate.ts';
import { WORLD_METRICS } from './worlds.ts';

/** Every metric, by family. Nothing else lists metrics. */
export const METRICS: readonly MetricDefinition[] = [
  ...TRAINING_METRICS,
  ...PREFERENCE_METRICS,
  ...RANKING_METRICS,
  ...CORRELATION_METRICS,
  ...CALIBRATION_METRICS,
  ...WIN_RATE_METRICS,
  ...KL_METRICS,
  ...COMPLETION_METRICS,
  ...DIVERSITY_METRICS,
  ...WORLD_METRICS,
];

/** As in TRL, a metric measured on held-out rows while the same one is logged in training carries this prefix. */
export const EVAL_PREFIX = 'eval_';

const BY_ID: ReadonlyMap<string, MetricDefinition> = new Map(METRICS.map((metric) => [metric.id, metric]));

/** By id, with or without the held-out prefix; undefined where unknown. */
export function metricById(id: string): MetricDefinition | undefined {
  return BY_ID.get(id.startsWith(EVAL_PREFIX) ? id.slice(EVAL_PREFIX.length) : id);
}
