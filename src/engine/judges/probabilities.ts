import { scoresOf } from './scoresOf.ts';
import type { Judge } from './types.ts';

/**
 * P(first wins): the judge's own, else σ((score of first − score of second) / T), as Bradley and Terry (1952) have it. [N]
 *
 * @throws RangeError from a judge that has no way to say
 */
export async function probabilities(
  judge: Judge,
  prompts: readonly string[],
  first: readonly string[],
  second: readonly string[],
): Promise<Float64Array> {
  if (judge.prob) return judge.prob(prompts, first, second);
  const { temperature = 1 } = judge;
  const [ofFirst, ofSecond] = [await scoresOf(judge, prompts, first), await scoresOf(judge, prompts, second)];
  return ofFirst.map((score, i) => sigmoid((score - (ofSecond[i] ?? Number.NaN)) / temperature));
}

/** 1 / (1 + e^−z). */
export function sigmoid(z: number): number {
  return 1 / (1 + Math.exp(-z));
}
