import type { Experiment } from '../../engine/index.ts';
import { addRun, keepRun } from './library.ts';
import type { Stores } from './stores.ts';

/**
 * The run on screen into the library, a race as one run for each objective; a recording, and a run without a step, are not kept.
 *
 * @param except goes on, and so is not over
 */
export function keepShownRun({ run, series, library, rivals }: Stores, except?: string): void {
  const { shown, runId, experiment, step, liveSettings } = run.getState();
  if (shown !== 'live' || runId === null || experiment === null || step === 0) return;
  const number = Math.max(0, ...library.getState().map((kept) => kept.number)) + 1;
  const final: Experiment = {
    ...experiment,
    learning_rate: liveSettings.learning_rate ?? experiment.learning_rate,
    hyperparameters: { ...experiment.hyperparameters, ...liveSettings.hyperparameters },
  };
  const racers = [
    { id: runId, experiment: final, step, series },
    ...rivals.getState().map((rival) => ({
      id: rival.id,
      experiment: rival.experiment,
      step: rival.view.step,
      series: rival.series,
    })),
  ];
  const kept = racers
    .filter(({ id }) => id !== except)
    .map((racer, index) => keepRun(racer.id, number + index, racer.experiment, racer.step, racer.series));
  // The run's own is the newest.
  library.setState(kept.toReversed().reduce(addRun, library.getState()), true);
}
