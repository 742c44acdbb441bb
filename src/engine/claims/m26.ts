import { REGRET_CLAIM, regretPreferenceClaim } from '../games/gridpref/regretPreferenceClaim.ts';
import { claimExperiment } from './claimExperiment.ts';
import { mean } from './mean.ts';
import type { Claim } from './types.ts';
import { worldSeeds } from './worldSeeds.ts';

const WORLDS = 10;

/** The regret model of preference: what people compare may be how good their choices were, not what they got. */
export const m26: Claim = {
  id: 'M26',
  arxiv: '2206.02231',
  claim:
    'Where people judge by regret, a reward fitted to regret gives a better policy than one fitted to partial return.',
  figure:
    'normalised return of the policy on labels by regret: fit of regret less fit of partial return (1 is the best policy, 0 a random walk)',
  setting: `gridpref: ${REGRET_CLAIM.size} × ${REGRET_CLAIM.size} fields, ${REGRET_CLAIM.pairs} pairs of segments of ${REGRET_CLAIM.length} steps, temperature ${REGRET_CLAIM.temperature}; mean of ${WORLDS} worlds a seed`,
  expected: { min: 0 },
  preset: claimExperiment({ loss: 'sigmoid', changes: { game: 'gridpref' } }),
  measure(_lab, seed) {
    const worlds = regretPreferenceClaim(worldSeeds(seed, WORLDS));
    return mean(worlds.map(({ returns: { regret } }) => regret.regret - regret.partial_return));
  },
};
