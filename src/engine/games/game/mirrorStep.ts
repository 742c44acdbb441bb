import { combine, policyOf, winRates } from './policy.ts';
import type { PreferenceGame } from './types.ts';

/**
 * One step of mirror descent in logits against a given opponent: (1 − ηβ)θ + ηβθ_ref + η·Pπ_opponent. With ηβ above 1 it
 * overshoots the reference.
 *
 * @param opponent logits, as are θ and the result. [K]
 */
export function mirrorStep(
  game: PreferenceGame,
  logits: Float64Array,
  opponent: Float64Array,
  eta: number,
): Float64Array {
  const pull = eta * game.beta;
  return combine([1 - pull, logits], [pull, game.referenceLogits], [eta, winRates(game, policyOf(opponent))]);
}
