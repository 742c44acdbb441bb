import type { LengthScore } from './lengthScore.ts';
import { sigmoid } from './probabilities.ts';
import type { Judge } from './types.ts';

/** Probabilities of a judge that is certain count as this sure, so that length has something to move. */
const CERTAIN = 1e-6;

/**
 * A judge that favours length: `kappa` is what one standard deviation of length is worth. It is added to scores, and, divided by the
 * judge's temperature, to the log-odds of its probabilities.
 */
export function withLengthBias(judge: Judge, kappa: number, lengthScore: LengthScore): Judge {
  const { score, prob, temperature = 1 } = judge;
  const { scores: _, objectives: __, ...rest } = judge; // Its parts no longer add up to its score.
  return {
    ...rest,
    id: `length(${judge.id})`,
    ...(score && {
      async score(prompts, completions) {
        const own = await score.call(judge, prompts, completions);
        return own.map((value, i) => value + kappa * lengthScore(completions[i] ?? ''));
      },
    }),
    ...(prob && {
      async prob(prompts, first, second) {
        const own = await prob.call(judge, prompts, first, second);
        return own.map((p, i) => {
          const bounded = Math.min(1 - CERTAIN, Math.max(CERTAIN, p));
          const lead = lengthScore(first[i] ?? '') - lengthScore(second[i] ?? '');
          return lead === 0 ? p : sigmoid(Math.log(bounded / (1 - bounded)) + (kappa * lead) / temperature);
        });
      },
    }),
  };
}
