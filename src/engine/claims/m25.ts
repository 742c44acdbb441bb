import { HYPO_CLAIM, hypoBanditClaim } from '../games/bandit/hypoBanditClaim.ts';
import { claimExperiment } from './claimExperiment.ts';
import { mean } from './mean.ts';
import type { Claim } from './types.ts';
import { worldSeeds } from './worldSeeds.ts';

/** One world says little: they differ far more than the two policies of one do. */
const WORLDS = 10;

/** HyPO: a KL term on the policy's own answers replaces pairs about every action. */
export const m25: Claim = {
  id: 'M25',
  arxiv: '2406.01462',
  claim:
    'With pairs about some actions only, DPO with a KL term on the policy’s own samples earns more than DPO alone.',
  figure: 'exact expected reward at the end: HyPO’s less DPO’s',
  setting: `bandit: ${HYPO_CLAIM.contexts} contexts, pairs about ${HYPO_CLAIM.covered} of ${HYPO_CLAIM.actions} actions, never the best one, which the reference favours; λ = ${HYPO_CLAIM.lambda}, ${HYPO_CLAIM.steps} exact steps; mean of ${WORLDS} worlds a seed. Where the reference does not favour it HyPO earned more in half of 20 worlds`,
  expected: { min: 0 },
  preset: claimExperiment({ loss: 'sigmoid', changes: { game: 'bandit' } }),
  measure(_lab, seed) {
    const worlds = hypoBanditClaim(worldSeeds(seed, WORLDS));
    return mean(worlds.map(({ informed: { hypo, dpo } }) => hypo.reward - dpo.reward));
  },
};
