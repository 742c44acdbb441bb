import { scoresOf } from './scoresOf.ts';
import type { Judge } from './types.ts';

/**
 * 1 where the judge prefers the first answer, 0.5 for a tie, 0 where it prefers the second, NaN where it cannot say. [N]
 *
 * @throws RangeError from a judge that has no way to say
 */
export async function verdictsOf(
  judge: Judge,
  prompts: readonly string[],
  first: readonly string[],
  second: readonly string[],
): Promise<Float64Array> {
  if (judge.prob) return (await judge.prob(prompts, first, second)).map((p) => compare(p, 0.5));
  const [ofFirst, ofSecond] = [await scoresOf(judge, prompts, first), await scoresOf(judge, prompts, second)];
  return ofFirst.map((score, i) => compare(score, ofSecond[i] ?? Number.NaN));
}

function compare(a: number, b: number): number {
  if (Number.isNaN(a) || Number.isNaN(b)) return Number.NaN;
  return a > b ? 1 : a < b ? 0 : 0.5;
}
