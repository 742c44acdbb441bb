import { randomStream } from '../../train/rng.ts';
import { extrapolated } from '../game/extrapolated.ts';
import { policyOf } from '../game/policy.ts';
import { fitRewards } from './fitRewards.ts';
import type { Bandit } from './types.ts';

export interface RoundSettings {
  /** Extrapolation; 0 is plain iteration. */
  readonly alpha: number;
  readonly rounds: number;
  /** β of every round's DPO: large, so that there are rounds to be seen. */
  readonly beta: number;
  /** Labelled pairs drawn from the policy in each context and round; null for endless ones, of all actions. */
  readonly pairs: number | null;
}

/**
 * Rounds of DPO, each against the policy of the round before, accelerated (arXiv 2410.06293). A round is exact: with the rewards
 * that best explain its labels, π̂ ∝ π_t·exp(r̂/β). Tabular, whatever the bandit's features.
 *
 * @returns suboptimality, max r − E[r] averaged over contexts, before the first round and after each
 */
export function acceleratedRounds(bandit: Bandit, settings: RoundSettings, seed: number): number[] {
  const { alpha, rounds, beta, pairs } = settings;
  const labels = randomStream(seed, 'bandit_labels');
  const actions = bandit.rewards[0]?.length ?? 0;
  const contextOf = (logits: Float64Array, c: number) => logits.subarray(c * actions, (c + 1) * actions);
  const round = (logits: Float64Array) => {
    const next = Float64Array.from(logits);
    for (const [c, rewards] of bandit.rewards.entries()) {
      const found = pairs === null ? rewards : fitRewards(rewards, policyOf(contextOf(logits, c)), pairs, labels);
      for (const [a, reward] of found.entries()) next[c * actions + a] = (next[c * actions + a] ?? 0) + reward / beta;
    }
    return next;
  };
  const suboptimality = (logits: Float64Array) => {
    const lost = bandit.rewards.map((rewards, c) => {
      const best = Math.max(...rewards);
      return policyOf(contextOf(logits, c)).reduce((sum, p, a) => sum + p * (best - (rewards[a] ?? 0)), 0);
    });
    return lost.reduce((sum, value) => sum + value, 0) / lost.length;
  };
  const start = Float64Array.from(bandit.referenceLogits.flatMap((row) => [...row]));
  const next = extrapolated(round, start, alpha);
  return [suboptimality(start), ...Array.from({ length: rounds }, () => suboptimality(next()))];
}
