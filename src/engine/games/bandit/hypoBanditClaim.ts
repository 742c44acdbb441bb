import { banditFigures } from './banditFigures.ts';
import { type BanditSettings, createBandit } from './createBandit.ts';
import { trainBandit } from './trainBandit.ts';
import type { BanditFigures } from './types.ts';

/**
 * The setting of the claim: pairs about 2 of 8 actions, never about the best one, which the reference favours by 2 nats more than
 * chance would; a link holds the same.
 */
export const HYPO_CLAIM = {
  contexts: 8,
  actions: 8,
  covered: 2,
  best: 'unseen',
  features: 0,
  rarity: -2,
  beta: 0.1,
  lambda: 0.02,
  learningRate: 5,
  steps: 2000,
} as const satisfies BanditSettings & Record<string, unknown>;

/** The same pairs with a reference that knows nothing of the best action. */
const UNINFORMED = { ...HYPO_CLAIM, rarity: 0 } as const;

export interface HypoComparison {
  readonly reference: BanditFigures;
  readonly dpo: BanditFigures;
  readonly hypo: BanditFigures;
  /** KL to the reference is smaller with the KL term. */
  readonly isCloser: boolean;
  /** E[r] is larger with the KL term. */
  readonly isBetter: boolean;
}

export interface HypoBanditSeed {
  readonly seed: number;
  readonly informed: HypoComparison;
  readonly uninformed: HypoComparison;
}

/**
 * M25: with pairs about some actions only, DPO runs far from the reference and takes all mass from the others; λ·KL keeps it near,
 * and better. Figures of each seed's world, exact: once where the reference favours the best action, and once where it does not,
 * since the part about rewards turned out to depend on that (tabular, λ = 0.02, 20 seeds: better in 20 and in 10).
 */
export function hypoBanditClaim(seeds: readonly number[]): HypoBanditSeed[] {
  return seeds.map((seed) => ({ seed, informed: compare(HYPO_CLAIM, seed), uninformed: compare(UNINFORMED, seed) }));
}

function compare(
  settings: BanditSettings & { readonly beta: number; readonly learningRate: number; readonly steps: number },
  seed: number,
): HypoComparison {
  const bandit = createBandit(settings, seed);
  const last = (lambda: number): BanditFigures => {
    const training = trainBandit(bandit, { ...settings, lambda });
    for (;;) {
      const turn = training.next();
      if (!turn.done) continue;
      const { reward, kl, unseenMass } = turn.value.at(-1) as BanditFigures;
      return { reward, kl, unseenMass };
    }
  };
  const [dpo, hypo] = [last(0), last(HYPO_CLAIM.lambda)];
  return {
    reference: banditFigures(bandit, bandit.referenceLogits),
    dpo,
    hypo,
    isCloser: hypo.kl < dpo.kl,
    isBetter: hypo.reward > dpo.reward,
  };
}
