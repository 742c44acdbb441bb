import { fitBradleyTerry } from './fitBradleyTerry.ts';
import { combine, policyOf } from './policy.ts';
import type { UpdateRule } from './types.ts';

/**
 * The foil: a Bradley–Terry reward is fitted once to comparisons of the reference's own draws, then maximised with the same pull
 * to the reference. One number an action cannot hold a cycle: what wins a little on average takes over.
 */
export const btReward: UpdateRule = {
  id: 'bt_reward',
  start(game, { eta }) {
    const rewards = fitBradleyTerry(game.preferences, policyOf(game.referenceLogits));
    const pull = eta * game.beta;
    let logits = game.referenceLogits;
    return {
      next() {
        logits = combine([1 - pull, logits], [pull, game.referenceLogits], [eta, rewards]);
        return logits;
      },
    };
  },
};
