import { decodeLink, type Experiment, encodeLink } from '../../engine/index.ts';
import type { Stores } from '../state/stores.ts';

/** Which run the numbers and plots on screen are of. */
export interface ShownOrigin {
  readonly kind: 'recorded' | 'live';
  /** For file names, and the run's name in a table of many. */
  readonly name: string;
  readonly experiment: Experiment;
  /** Fragment without '#'. */
  readonly link: string;
  /** Whether settings were changed while it was under way: then the link does not give the same curves. */
  readonly isChanged: boolean;
}

/** Null while nothing is on screen. */
export function shownOrigin({ run, playback }: Pick<Stores, 'run' | 'playback'>): ShownOrigin | null {
  const { shown, experiment, liveSettings } = run.getState();
  if (shown === 'recorded') return originOf('recorded', decodeLink(playback.getState().link).experiment, false);
  if (shown !== 'live' || experiment === null) return null;
  const { learning_rate = experiment.learning_rate, hyperparameters = {} } = liveSettings;
  const isChanged =
    learning_rate !== experiment.learning_rate ||
    Object.entries(hyperparameters).some(([name, value]) => experiment.hyperparameters[name] !== value);
  return originOf('live', experiment, isChanged);
}

function originOf(kind: ShownOrigin['kind'], experiment: Experiment, isChanged: boolean): ShownOrigin {
  const { model, loss, seed } = experiment;
  return { kind, name: `${model}-${loss}-seed-${seed}`, experiment, link: encodeLink(experiment), isChanged };
}
