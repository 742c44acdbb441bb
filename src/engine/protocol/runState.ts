import type { Experiment } from '../experiment/schema.ts';

export type RunId = string;

export type RunState = 'preparing' | 'ready' | 'running' | 'paused' | 'finished' | 'stopped' | 'failed';

export type RunPhase = 'download' | 'compile' | 'judge' | 'reference' | 'train' | 'evaluate';

/** What may change while a run is going. */
export interface LiveSettings {
  readonly learning_rate?: number;
  readonly hyperparameters?: Readonly<Record<string, number>>;
}

export interface SnapshotSummary {
  readonly runId: RunId;
  readonly step: number;
  readonly savedAt: number;
  readonly bytes: number;
  readonly experiment: Experiment;
}
