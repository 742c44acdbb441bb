import { combine, policyOf, winRates } from './policy.ts';
import type { UpdateRule } from './types.ts';

/**
 * Iterative Nash policy optimisation (arXiv 2407.00617), the exact minimiser of its regression: π ∝ exp(Pπ_t/η') π_ref^(τ/η')
 * π_t^(1−τ/η'). Its η' is an inverse step, here 1/η, and τ is β; written as a step it is `omd`, reached by another loss.
 *
 * @throws RangeError unless 0 < τ ≤ η'
 */
export const inpo: UpdateRule = {
  id: 'inpo',
  start(game, { eta }) {
    const [tau, inverse] = [game.beta, 1 / eta];
    if (!(tau > 0 && tau <= inverse)) {
      throw new RangeError(`INPO needs 0 < τ ≤ η; with τ = β = ${tau} the step may be at most ${1 / tau}, got ${eta}`);
    }
    let logits = game.referenceLogits;
    return {
      next() {
        const kept = 1 - tau / inverse;
        const rates = winRates(game, policyOf(logits));
        logits = combine([1 / inverse, rates], [tau / inverse, game.referenceLogits], [kept, logits]);
        return logits;
      },
    };
  },
};
