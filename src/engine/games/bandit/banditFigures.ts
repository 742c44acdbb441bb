import { klDivergence, logSoftmax } from '../../metrics/kl.ts';
import type { Bandit, BanditFigures } from './types.ts';

/** @param logits of the policy. [C][K] */
export function banditFigures(bandit: Bandit, logits: readonly Float64Array[]): BanditFigures {
  let [reward, kl, seen] = [0, 0, 0];
  for (const [c, row] of logits.entries()) {
    const logps = logSoftmax(row);
    for (const [a, logp] of logps.entries()) reward += Math.exp(logp) * (bandit.rewards[c]?.[a] ?? Number.NaN);
    for (const a of bandit.covered[c] ?? []) seen += Math.exp(logps[a] ?? Number.NaN);
    kl += klDivergence(logps, logSoftmax(bandit.referenceLogits[c] ?? []));
  }
  const n = logits.length;
  return { reward: reward / n, kl: kl / n, unseenMass: Math.max(0, 1 - seen / n) };
}
