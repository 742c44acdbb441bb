import { logSoftmax } from '../../metrics/kl.ts';
import type { Bandit } from './types.ts';

export interface HypoSettings {
  /** β of DPO's part. */
  readonly beta: number;
  /** Weight of KL(π‖π_ref); 0 is DPO. */
  readonly lambda: number;
}

/**
 * Exact gradient by the logits of HyPO's loss (arXiv 2406.01462), of one context: the mean of −log σ(βΔ) over all pairs of covered
 * actions, the one with the higher reward chosen for sure, plus λ·KL(π‖π_ref) over all actions.
 *
 * @param logits of this context. [K]
 */
export function hypoGradient(
  bandit: Bandit,
  context: number,
  logits: Float64Array,
  { beta, lambda }: HypoSettings,
): Float64Array {
  const reference = bandit.referenceLogits[context] ?? new Float64Array(logits.length);
  const rewards = bandit.rewards[context] ?? new Float64Array(logits.length);
  const covered = bandit.covered[context] ?? [];
  const gradient = new Float64Array(logits.length);
  const pairs = (covered.length * (covered.length - 1)) / 2;
  const ratio = (action: number) => (logits[action] ?? 0) - (reference[action] ?? 0);
  for (const [place, a] of covered.entries()) {
    for (const b of covered.slice(place + 1)) {
      const [chosen, rejected] = (rewards[a] ?? 0) > (rewards[b] ?? 0) ? [a, b] : [b, a];
      // The partition function cancels from Δ, so that actions without a pair feel nothing of it.
      const push = beta / (1 + Math.exp(beta * (ratio(chosen) - ratio(rejected)))) / pairs;
      gradient[chosen] = (gradient[chosen] ?? 0) - push;
      gradient[rejected] = (gradient[rejected] ?? 0) + push;
    }
  }
  if (lambda === 0) return gradient;
  const [logps, refLogps] = [logSoftmax(logits), logSoftmax(reference)];
  const terms = logps.map((logp, a) => logp - (refLogps[a] ?? 0));
  const kl = terms.reduce((sum, term, a) => sum + Math.exp(logps[a] ?? 0) * term, 0);
  return gradient.map((value, a) => value + lambda * Math.exp(logps[a] ?? 0) * ((terms[a] ?? 0) - kl));
}
