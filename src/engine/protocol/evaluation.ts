import type { ReliabilityBin } from '../metrics/calibration.ts';
import type { LengthControlWarning } from '../metrics/lengthControl.ts';
import type { PairDots } from '../metrics/pairDots.ts';
import type { MetricValues } from '../metrics/types.ts';

export interface Evaluation {
  readonly step: number;
  readonly values: MetricValues;
  readonly dots: readonly LengthDot[];
  readonly samples: readonly SamplePair[];
  /** What recordings made before it have not. */
  readonly details?: EvaluationDetails;
}

/** What plots need beside an evaluation's values. */
export interface EvaluationDetails {
  /** Held-out pairs against the theory's boundary; null without β against a reference. */
  readonly pairs: PairDots | null;
  /** Bins of like confidence; null where the labels' probabilities are unknown. */
  readonly reliability: readonly ReliabilityBin[] | null;
  /** Least squares of the implicit reward on length over all held-out completions. */
  readonly lengthLine: { readonly slope: number; readonly intercept: number } | null;
  /** Why the length-controlled win rate should not be taken at its word. */
  readonly lengthWarnings: readonly LengthControlWarning[];
}

/** A dot of the reward-against-length scatter: one held-out completion. */
export interface LengthDot {
  readonly length: number;
  readonly reward: number;
  /** World's gold score, where the rows have one. */
  readonly gold: number | null;
  readonly role: 'chosen' | 'rejected';
}

/** The same held-out prompt answered by policy and reference, with the judges' verdict (null without a world). */
export interface SamplePair {
  readonly prompt: string;
  readonly policy: string;
  readonly reference: string;
  readonly policyTokens: number;
  readonly referenceTokens: number;
  /** Training judge: 1 policy wins, 0.5 tie, 0 loses. */
  readonly judged: number | null;
  readonly goldJudged: number | null;
}
