/**
 * A judge scores completions; batched and deterministic. Every experiment names a training judge (what the labels follow)
 * and a separate gold judge (what the person would want), and the page shows both.
 */
export interface Judge {
  readonly id: string;
  readonly kind: 'rule';
  /** One score a completion, in standard deviations of the world's own answers. [N] */
  score(prompts: readonly string[], completions: readonly string[]): Promise<Float64Array>;
}

/** 1 where the first answer wins, 0.5 for a tie, 0 where it loses. [N] */
export function verdicts(first: Float64Array, second: Float64Array): Float64Array {
  return first.map((score, i) => {
    const other = second[i] ?? Number.NaN;
    return score > other ? 1 : score < other ? 0 : 0.5;
  });
}
