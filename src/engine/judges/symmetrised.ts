import { probabilities } from './probabilities.ts';
import type { Judge } from './types.ts';

/** Asks in both orders and takes the mean, so that P(a ≻ b) + P(b ≻ a) = 1: what depends on order alone cancels into a tie. */
export function symmetrised(judge: Judge): Judge {
  return {
    ...judge,
    id: `symmetrised(${judge.id})`,
    async prob(prompts, first, second) {
      const there = await probabilities(judge, prompts, first, second);
      const back = await probabilities(judge, prompts, second, first);
      return there.map((p, i) => (p + 1 - (back[i] ?? Number.NaN)) / 2);
    },
  };
}
