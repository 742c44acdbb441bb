import { klDivergence, logSoftmax } from '../../metrics/kl.ts';
import { policyOf, winRates } from './policy.ts';
import type { PreferenceGame } from './types.ts';

/**
 * max_a V(a, π) − min_b V(π, b) of V(a, b) = aᵀPb − βKL(a‖ref) + βKL(b‖ref), exact: the best answers to π are
 * ∝ ref·exp(±Pπ/β), whose values are log-partition functions. 0 at the equilibrium alone; rounding may leave −1e-16.
 */
export function dualityGap(game: PreferenceGame, logits: Float64Array): number {
  const { beta, preferences } = game;
  const policy = policyOf(logits);
  const reference = logSoftmax(game.referenceLogits);
  const kl = klDivergence(logSoftmax(logits), reference);
  const best = beta * logPartition(reference, winRates(game, policy), 1 / beta);
  // πᵀP: how often each action loses to one drawn from π.
  const losing = Float64Array.from(policy, (_, j) =>
    preferences.reduce((sum, row, i) => sum + (policy[i] ?? 0) * (row[j] ?? 0), 0),
  );
  const worst = -beta * logPartition(reference, losing, -1 / beta);
  return best + beta * kl - (worst - beta * kl);
}

/** The same without regularisation, to tell how far a policy can be exploited in the bare game: max_i (Pπ)_i − min_j (πᵀP)_j. */
export function exploitability(game: PreferenceGame, logits: Float64Array): number {
  const rates = winRates(game, policyOf(logits));
  return 2 * Math.max(...rates) - 1; // (πᵀP)_j = 1 − (Pπ)_j
}

/** log Σ ref·exp(scale·values). */
function logPartition(logReference: Float64Array, values: Float64Array, scale: number): number {
  const exponents = logReference.map((logp, i) => logp + scale * (values[i] ?? 0));
  const largest = Math.max(...exponents);
  return largest + Math.log(exponents.reduce((sum, value) => sum + Math.exp(value - largest), 0));
}
