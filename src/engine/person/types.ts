export type AnswerSource = 'policy' | 'reference';

/** Two answers to a prompt, in the order in which a person sees them; whose they are is not for their eyes. */
export interface Comparison {
  readonly prompt: string;
  readonly first: string;
  readonly second: string;
  readonly firstFrom: AnswerSource;
  readonly secondFrom: AnswerSource;
  /** The gold judge's verdict: 1 the first answer, 0.5 a tie, 0 the second; null where nobody knows. */
  readonly gold: number | null;
}

export interface JudgedComparison extends Comparison {
  /** The person's: 1 the first answer, 0.5 a tie, 0 the second. */
  readonly verdict: 0 | 0.5 | 1;
}

/** What a person has judged, in order, and what waits to be judged. */
export interface PersonSet {
  readonly judged: readonly JudgedComparison[];
  readonly waiting: readonly Comparison[];
  /** `from` of the next 'compare': the same prompts do not come again before all others came. */
  readonly next: number;
}
