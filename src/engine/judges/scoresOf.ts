import type { Judge } from './types.ts';

/**
 * One score a completion: the judge's own, or the mean of its several. [N]
 *
 * @throws RangeError from a judge that compares only
 */
export async function scoresOf(
  judge: Judge,
  prompts: readonly string[],
  completions: readonly string[],
): Promise<Float64Array> {
  if (judge.score) return judge.score(prompts, completions);
  const { objectives: K = 0 } = judge;
  const scores = await judge.scores?.(prompts, completions); // [N, K]
  if (scores === undefined || K < 1) throw new RangeError(`judge ${judge.id} has no score`);
  return Float64Array.from(completions, (_, n) => scores.subarray(n * K, (n + 1) * K).reduce((a, b) => a + b, 0) / K);
}
