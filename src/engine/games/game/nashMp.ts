import { combine, policyOf, winRates } from './policy.ts';
import type { PreferenceGame, UpdateRule } from './types.ts';

/**
 * Nash mirror prox (arXiv 2505.19731): both steps are proximal, θ⁺ = [βθ_ref + (β/η)θ + Pπ_opponent] / (β + β/η). The paper's rate
 * (1 + η)^−k holds for η = 2β; two looks at P an iteration.
 */
export const nashMp: UpdateRule = {
  id: 'nash_mp',
  start(game, { eta }) {
    let logits = game.referenceLogits;
    return {
      next() {
        const half = proximalStep(game, logits, logits, eta);
        logits = proximalStep(game, logits, half, eta);
        return logits;
      },
    };
  },
};

function proximalStep(game: PreferenceGame, logits: Float64Array, opponent: Float64Array, eta: number): Float64Array {
  return combine(
    [1 / (1 + eta), logits],
    [eta / (1 + eta), game.referenceLogits],
    [eta / game.beta / (1 + eta), winRates(game, policyOf(opponent))],
  );
}
