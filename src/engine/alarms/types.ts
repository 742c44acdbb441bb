import type { StepRecord } from '../protocol.ts';

/** What a run has shown so far. */
export interface RunHistory {
  /** Every evaluation, oldest first; the first is of the untrained policy. */
  readonly evaluations: readonly Pick<StepRecord, 'step' | 'values'>[];
  readonly first: StepRecord | null;
  /** The newest training steps, oldest first, at most RECENT_STEPS. */
  readonly recent: readonly StepRecord[];
}

export const RECENT_STEPS = 10;

/** What was seen: numbers by name, for the sentence that the page makes of them. */
export type Sighting = Readonly<Record<string, number>>;

/**
 * A state of a run that teaches something: what is seen, why it matters, what to try (the page's words, by `id`). Thresholds are
 * chosen so that the bundled recordings show what their lessons say, and a run at the page's defaults is not scolded at once.
 */
export interface AlarmDefinition {
  readonly id: AlarmId;
  /** null: nothing to see. */
  check(history: RunHistory): Sighting | null;
}

export type AlarmId = 'displacement' | 'length' | 'overoptimisation' | 'saturation' | 'divergence' | 'kl';
