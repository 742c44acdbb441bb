import { RIVAL_MARK } from '../experiment/race.ts';
import { memorySnapshotStore, type SnapshotStore } from '../train/snapshot.ts';

/** Runs whose snapshots memory holds: the one that goes on, and the one it may have come from. A race has many. */
const RUNS_IN_MEMORY = 2;

/**
 * Memory above storage: rewinding and recovering need no storage, and a full disk costs only the resume after a reload.
 * `save` still rejects when the lower store refuses, so that the page can say so.
 */
export function layeredSnapshotStore(stored: SnapshotStore): SnapshotStore {
  const memory = memorySnapshotStore();
  return {
    async save(snapshot) {
      await memory.save(snapshot);
      const [own] = snapshot.runId.split(RIVAL_MARK);
      const others = (await memory.list()).filter(({ runId }) => runId !== own);
      for (const { runId } of others.slice(RUNS_IN_MEMORY - 1)) await memory.remove(runId);
      await stored.save(snapshot);
    },
    async latest(runId, atOrBefore) {
      return (await memory.latest(runId, atOrBefore)) ?? stored.latest(runId, atOrBefore);
    },
    list: () => stored.list(),
    async remove(runId, afterStep) {
      await memory.remove(runId, afterStep);
      await stored.remove(runId, afterStep).catch(() => undefined);
    },
  };
}
