import { mirrorStep } from './mirrorStep.ts';
import { combine, policyOf } from './policy.ts';
import type { UpdateRule } from './types.ts';

/**
 * Self-play preference optimisation (arXiv 2401.04056): the reward of an action is how often it beats the policy's own draws, in
 * expectation over them, and the learner is one without regret (Hedge, the paper's analysis). What it proposes is the average
 * of its policies over time, the minimax winner; the policies themselves may go round.
 */
export const spoMinimax: UpdateRule = {
  id: 'spo_minimax',
  start(game, { eta }) {
    let logits = game.referenceLogits;
    let total = policyOf(logits);
    return {
      next() {
        logits = mirrorStep(game, logits, logits, eta);
        total = combine([1, total], [1, policyOf(logits)]);
        return total.map(Math.log);
      },
    };
  },
};

/** Rewards of a group of draws: the mean preference over the others. With P antisymmetric about ½ they sum to G/2. [G] */
export function groupRewards(preferences: readonly Float64Array[], actions: readonly number[]): number[] {
  return actions.map((action, i) => {
    const others = actions.filter((_, j) => j !== i);
    return others.reduce((sum, other) => sum + (preferences[action]?.[other] ?? 0), 0) / others.length;
  });
}
