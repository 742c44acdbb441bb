import { type Preset, presetExperiment } from '../experiment/presets.ts';
import type { Experiment } from '../experiment/schema.ts';

/** An experiment as a difference from the page's defaults for an objective. */
export function claimExperiment(difference: Pick<Preset, 'loss' | 'changes' | 'hyperparameters'>): Experiment {
  return presetExperiment({ id: '', label: '', goal: '', outcome: [], ...difference });
}
