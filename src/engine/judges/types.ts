/** What kind of thing judges. */
export type JudgeKind =
  /** Code that reads the answer. */
  | 'rule'
  /** Code that knows whether the answer is right. */
  | 'verifier'
  /** Several scores an answer. */
  | 'multiObjective'
  /** Bradley-Terry reward model. */
  | 'bt'
  /** β times the log-ratio of the policy that is being trained. */
  | 'policyImplicit'
  /** Several judges as one. */
  | 'mixture'
  | 'human';

/**
 * A judge: all methods batched and deterministic, given the seed it was made with. Every experiment names a training judge (what
 * training is after) and a gold judge (what the person would want), and the page shows both.
 *
 * It has at least one of the three. Verdicts come from the first that exists of `prob`, `score`, `scores` (`verdictsOf`); a
 * probability can be derived from a score (`probabilities`), never the other way: preferences may run in a circle.
 */
export interface Judge {
  readonly id: string;
  readonly kind: JudgeKind;
  /** One score a completion; standard deviations of the world's answers for rules, log-odds for reward models. [N] */
  score?(prompts: readonly string[], completions: readonly string[]): Promise<Float64Array>;
  /** `objectives` scores a completion, row after row. [N, K] */
  scores?(prompts: readonly string[], completions: readonly string[]): Promise<Float64Array>;
  /** K of `scores`. */
  readonly objectives?: number;
  /** P(first wins) in [0, 1]; ½ is a tie. [N] */
  prob?(prompts: readonly string[], first: readonly string[], second: readonly string[]): Promise<Float64Array>;
  /** T of σ(Δ/T), where probabilities are derived from scores. 1 where left out. */
  readonly temperature?: number;
}
