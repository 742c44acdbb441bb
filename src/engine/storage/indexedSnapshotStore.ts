import { EngineError } from '../errors.ts';
import { defaultExperiment } from '../experiment/defaultExperiment.ts';
import { RIVAL_MARK } from '../experiment/race.ts';
import { SNAPSHOTS_KEPT, type Snapshot, type SnapshotStore, summarise } from '../train/snapshot.ts';
import type { PlaygroundDatabase } from './database.ts';

/** Snapshots of runs beyond this many are dropped, oldest first. */
const RUNS_KEPT = 3;

/** Snapshots in this browser's IndexedDB: a reload can resume from them. */
export function indexedSnapshotStore(database: PlaygroundDatabase): SnapshotStore {
  const range = (runId: string, from = 0, to = Number.MAX_SAFE_INTEGER) =>
    IDBKeyRange.bound([runId, from], [runId, to]);
  const steps = async (runId: string) => (await database.getAllKeys('snapshots', range(runId))).map(([, step]) => step);

  const store: SnapshotStore = {
    async save(snapshot) {
      try {
        await database.put('snapshots', snapshot);
        const kept = await steps(snapshot.runId);
        for (const step of kept.slice(0, -SNAPSHOTS_KEPT)) await database.delete('snapshots', [snapshot.runId, step]);
        for (const old of (await store.list()).slice(RUNS_KEPT)) await store.remove(old.runId);
      } catch (cause) {
        throw new EngineError('STORAGE_FULL', { step: snapshot.step, bytes: summarise(snapshot).bytes }, cause);
      }
    },
    async latest(runId, atOrBefore = Number.MAX_SAFE_INTEGER) {
      const step = (await steps(runId)).findLast((candidate) => candidate <= atOrBefore);
      const snapshot = step === undefined ? undefined : await database.get('snapshots', [runId, step]);
      return snapshot === undefined ? null : complete(snapshot);
    },
    async list() {
      const newest = new Map<string, number>();
      for (const [runId, step] of await database.getAllKeys('snapshots')) {
        if (!runId.includes(RIVAL_MARK)) newest.set(runId, step);
      }
      const summaries = [];
      for (const [runId, step] of newest) {
        const snapshot = await database.get('snapshots', [runId, step]);
        if (snapshot) summaries.push(summarise(complete(snapshot)));
      }
      return summaries.sort((a, b) => b.savedAt - a.savedAt);
    },
    async remove(runId, afterStep = -1) {
      await database.delete('snapshots', range(runId, afterStep + 1));
      if (afterStep >= 0) return;
      const rivals = `${runId}${RIVAL_MARK}`;
      await database.delete('snapshots', IDBKeyRange.bound([rivals], [`${rivals}\uffff`]));
    },
  };
  return store;
}

/** An earlier version saved an experiment without the settings that came later: they have their defaults. */
function complete(snapshot: Snapshot): Snapshot {
  const { experiment } = snapshot;
  return {
    ...snapshot,
    experiment: { ...defaultExperiment(experiment.loss, experiment.objective), ...experiment },
  };
}
