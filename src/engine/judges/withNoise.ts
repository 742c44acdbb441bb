import { randomStream } from '../train/rng.ts';
import { probabilities } from './probabilities.ts';
import type { Judge } from './types.ts';

/**
 * A judge that errs: each comparison is turned round with probability `epsilon`, always the same ones for a seed. Asked in the other
 * order it errs independently. Scores stay as they are.
 *
 * @throws RangeError where epsilon is outside [0, 1]
 */
export function withNoise(judge: Judge, epsilon: number, seed: number): Judge {
  if (!(epsilon >= 0 && epsilon <= 1)) throw new RangeError(`a share of errors in [0, 1], not ${epsilon}`);
  return {
    ...judge,
    id: `noise(${judge.id})`,
    async prob(prompts, first, second) {
      const clean = await probabilities(judge, prompts, first, second);
      return clean.map((p, i) => {
        const asked = JSON.stringify([prompts[i], first[i], second[i]]);
        return randomStream(seed, `judge noise/${asked}`).uniform() < epsilon ? 1 - p : p;
      });
    },
  };
}
