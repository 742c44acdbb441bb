import type { Experiment } from '../../engine/index.ts';
import type { Stores } from './stores.ts';

/** The experiment of an objective of the race on screen: the run's own, or a rival's; null for an id of neither. */
export function racerExperiment({ run, rivals }: Stores, id: string): Experiment | null {
  const { runId, experiment } = run.getState();
  if (id === runId) return experiment;
  return rivals.getState().find((rival) => rival.id === id)?.experiment ?? null;
}
