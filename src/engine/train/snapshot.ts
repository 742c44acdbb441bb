import { EngineError } from '../errors.ts';
import { RIVAL_MARK } from '../experiment/race.ts';
import type { Experiment } from '../experiment/schema.ts';
import type { Evaluation, LiveSettings, RunId, SnapshotSummary, StepRecord } from '../protocol.ts';
import type { StoredParameters } from './LearnedParameters.ts';

/**
 * All that a run needs to go on as if it had never stopped. Random streams are named by purpose and step and counted, so
 * the step number stands for them; the data cursor is the number of rows consumed.
 */
export interface Snapshot {
  readonly runId: RunId;
  readonly step: number;
  /** Milliseconds since the epoch. */
  readonly savedAt: number;
  readonly experiment: Experiment;
  readonly settings: LiveSettings;
  readonly rowsConsumed: number;
  /** The objective's running statistics; snapshots of version 1 have none. */
  readonly methodState?: Readonly<Record<string, number>>;
  /** What the objective learned beside the policy; older snapshots have none. */
  readonly methodParameters?: StoredParameters;
  /**
   * The chosen answers' log-prob a token at step 1, nats, by which `divergenceWatch` tells ruin; none before that step, nor in older
   * snapshots.
   */
  readonly began?: number;
  /** SHA-256 of the model file the run started from. */
  readonly modelHash: string;
  readonly parameters: Float32Array;
  readonly expAvg: Float32Array;
  readonly expAvgSq: Float32Array;
  /** What the run reported so far, so that a reload shows the whole curve. */
  readonly records: readonly StepRecord[];
  readonly evaluations: readonly Evaluation[];
  /** Kernel variants in use; kept through a resume. */
  readonly variants: Readonly<Record<string, string>>;
}

export interface SnapshotStore {
  /** @throws EngineError STORAGE_FULL */
  save(snapshot: Snapshot): Promise<void>;
  /** The newest snapshot of a run, at or before a step. */
  latest(runId: RunId, atOrBefore?: number): Promise<Snapshot | null>;
  /** The newest of each run, newest run first. Rivals of a race belong to its run: they are not listed. */
  list(): Promise<SnapshotSummary[]>;
  /** Forgets a run and its rivals, or only its own snapshots after a step. */
  remove(runId: RunId, afterStep?: number): Promise<void>;
}

/** Snapshots kept a run: enough to rewind 50 steps and more. */
export const SNAPSHOTS_KEPT = 6;

export function summarise(snapshot: Snapshot): SnapshotSummary {
  const { runId, step, savedAt, experiment } = snapshot;
  const bytes = snapshot.parameters.byteLength + snapshot.expAvg.byteLength + snapshot.expAvgSq.byteLength;
  return { runId, step, savedAt, bytes, experiment };
}

/**
 * A resumed run goes on under an id of its own: with copies of the snapshots it comes from, it can be rewound and recovered
 * from its first step on. Where storage is full they stay in memory, as its own would.
 */
export async function inheritSnapshots(store: SnapshotStore, from: RunId, to: RunId): Promise<void> {
  if (from === to) return;
  for (let next = await store.latest(from); next; next = await store.latest(from, next.step - 1)) {
    await store.save({ ...next, runId: to }).catch((failure: unknown) => {
      if (!(failure instanceof EngineError) || failure.code !== 'STORAGE_FULL') throw failure;
    });
  }
}

/** Snapshots in memory: tests, Node, and browsers that refuse storage. Lost with the worker. */
export function memorySnapshotStore(): SnapshotStore {
  const byRun = new Map<RunId, Snapshot[]>();
  return {
    async save(snapshot) {
      const kept = (byRun.get(snapshot.runId) ?? []).filter((other) => other.step !== snapshot.step);
      kept.push(snapshot);
      kept.sort((a, b) => a.step - b.step);
      byRun.set(snapshot.runId, kept.slice(-SNAPSHOTS_KEPT));
    },
    async latest(runId, atOrBefore = Number.POSITIVE_INFINITY) {
      return byRun.get(runId)?.findLast((snapshot) => snapshot.step <= atOrBefore) ?? null;
    },
    async list() {
      return [...byRun]
        .filter(([runId]) => !runId.includes(RIVAL_MARK))
        .flatMap(([, snapshots]) => snapshots.slice(-1).map(summarise))
        .sort((a, b) => b.savedAt - a.savedAt);
    },
    async remove(runId, afterStep = -1) {
      const kept = (byRun.get(runId) ?? []).filter((snapshot) => snapshot.step <= afterStep);
      if (kept.length > 0) byRun.set(runId, kept);
      else byRun.delete(runId);
      if (afterStep >= 0) return;
      for (const id of byRun.keys()) if (id.startsWith(`${runId}${RIVAL_MARK}`)) byRun.delete(id);
    },
  };
}
