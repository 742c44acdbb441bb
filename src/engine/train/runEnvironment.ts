import type { EngineEvent } from '../protocol.ts';
import type { SnapshotStore } from './snapshot.ts';

export interface RunEnvironment {
  emit(event: EngineEvent): void;
  readonly snapshots: SnapshotStore;
  /** Milliseconds since the epoch: for pacing and stamps, never for numbers. */
  now(): number;
  /** Lets waiting commands in. Never an animation frame: those stop in a hidden tab. */
  breathe(): Promise<void>;
}
