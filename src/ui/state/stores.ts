import { createStore, type StoreApi } from 'zustand/vanilla';
import type { BackendName, Diagnosis, SnapshotSummary } from '../../engine/index.ts';
import { RunSeries } from '../series/RunSeries.ts';
import { type ExperimentState, initialExperiment } from './experimentState.ts';
import { type ImportView, NO_IMPORT } from './importView.ts';
import type { PastRun } from './library.ts';
import { EMPTY_PERSON, type PersonState } from './personState.ts';
import { loadPreferences, type Preferences } from './preferences.ts';
import type { Rival } from './Rival.ts';
import { EMPTY_RUN, type RunView } from './runState.ts';

export interface MachineState {
  readonly diagnosis: Diagnosis | null;
  readonly backend: BackendName | null;
  readonly variants: Readonly<Record<string, string>>;
  readonly snapshots: readonly SnapshotSummary[];
  /** The experiment as a folder: asked for, saved, or why not (`RunView.problem` says). */
  readonly folder: 'none' | 'working' | 'saved' | 'failed';
}

export interface PlaybackState {
  readonly state: 'none' | 'playing' | 'paused' | 'ended';
  /** The link of the recorded experiment, the backend and the command it was made with. */
  readonly link: string;
  readonly command: string;
  readonly backend: BackendName | null;
}

/** All of the page's state. Curves are in `series`, read by charts when `revision` moves (at most four times a second). */
export interface Stores {
  readonly experiment: StoreApi<ExperimentState>;
  readonly run: StoreApi<RunView>;
  /** The other objectives of the run's race; the list changes only when a run begins or goes. */
  readonly rivals: StoreApi<readonly Rival[]>;
  readonly machine: StoreApi<MachineState>;
  readonly imports: StoreApi<ImportView>;
  readonly library: StoreApi<readonly PastRun[]>;
  readonly preferences: StoreApi<Preferences>;
  readonly playback: StoreApi<PlaybackState>;
  readonly person: StoreApi<PersonState>;
  readonly revision: StoreApi<{ readonly value: number }>;
  readonly series: RunSeries;
}

export function createStores(): Stores {
  return {
    experiment: createStore<ExperimentState>(() => initialExperiment()),
    run: createStore<RunView>(() => EMPTY_RUN),
    rivals: createStore<readonly Rival[]>(() => []),
    machine: createStore<MachineState>(() => ({
      diagnosis: null,
      backend: null,
      variants: {},
      snapshots: [],
      folder: 'none',
    })),
    imports: createStore<ImportView>(() => NO_IMPORT),
    library: createStore<readonly PastRun[]>(() => []),
    preferences: createStore<Preferences>(() => loadPreferences()),
    playback: createStore<PlaybackState>(() => ({ state: 'none', link: '', command: '', backend: null })),
    person: createStore<PersonState>(() => EMPTY_PERSON),
    revision: createStore<{ readonly value: number }>(() => ({ value: 0 })),
    series: new RunSeries(),
  };
}
