import type { BackendName } from '../../kernels/index.ts';

export interface Preflight {
  readonly backend: BackendName;
  readonly parameters: number;
  readonly downloadBytes: number;
  readonly memory: MemoryEstimate;
  /** Measured on this device with one dummy step; null until measured. */
  readonly secondsPerStep: number | null;
  readonly secondsTotal: number | null;
  readonly rows: number;
  readonly truncatedRows: number;
  readonly tooLongRows: number;
  readonly tokens: TrainingTokens;
}

export interface MemoryEstimate {
  readonly weightsBytes: number;
  readonly optimizerBytes: number;
  readonly activationBytes: number;
  readonly referenceBytes: number;
  readonly totalBytes: number;
  readonly limitBytes: number | null;
}

/** Tokens that a step trains on, a mean over all training rows. */
export interface TrainingTokens {
  /** Of what the method reads of its rows. */
  readonly perStep: number;
  /** Of the same rows' chosen and rejected answers with their prompts: the measure of a token budget. */
  readonly pairsPerStep: number;
}
