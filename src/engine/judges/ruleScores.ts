import type { Judge } from './types.ts';

/** A rule for one answer as a judge's `score`. */
export function ruleScores(rule: (prompt: string, answer: string) => number): NonNullable<Judge['score']> {
  return async (prompts, completions) => Float64Array.from(completions, (answer, i) => rule(prompts[i] ?? '', answer));
}
