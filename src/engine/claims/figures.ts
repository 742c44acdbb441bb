import type { Evaluation } from '../protocol.ts';
import type { Trained } from './types.ts';

/** @throws Error when the evaluation lacks the metric: a claim must not pass on a number that is not there */
export function metricValue(evaluation: Evaluation | undefined, metric: string): number {
  const found = evaluation?.values[metric]?.value;
  if (found === undefined || !Number.isFinite(found)) throw new Error(`no ${metric} at step ${evaluation?.step}`);
  return found;
}

/** A metric of the last evaluation. */
export const last = ({ evaluations }: Trained, metric: string): number => metricValue(evaluations.at(-1), metric);
