import { randomStream } from '../../train/rng.ts';
import type { Bandit } from './types.ts';

export interface BanditSettings {
  /** C. */
  readonly contexts: number;
  /** K. */
  readonly actions: number;
  /** M, how many of them the pairs are about; between 2 and K. */
  readonly covered: number;
  /** Whether the best action is among them; it always is when M = K. */
  readonly best: 'covered' | 'unseen';
  /** D, features of an action that the policy shares between actions; 0: a logit for each. */
  readonly features: number;
  /** By how many nats the reference's logit of the best action is lowered. */
  readonly rarity: number;
}

/**
 * Rewards and reference logits are standard normal, all from the seed; so is which actions are covered. With features, half of a
 * reward's variance is linear in them and half is not: what a policy learns of covered actions says something of the others, and
 * not everything.
 */
export function createBandit(settings: BanditSettings, seed: number): Bandit {
  const { contexts, actions, covered, best, rarity } = settings;
  if (!(covered >= 2 && covered <= actions)) {
    throw new RangeError(`pairs need 2 to ${actions} covered actions, got ${covered}`);
  }
  const own = randomStream(seed, 'bandit_reward');
  const reference = randomStream(seed, 'bandit_reference');
  const coverage = randomStream(seed, 'bandit_coverage');
  const features = settings.features === 0 ? null : drawFeatures(settings, seed);
  const direction = randomStream(seed, 'bandit_direction');
  const slopes = Float64Array.from({ length: settings.features }, () => direction.normal());
  const norm = Math.hypot(...slopes) || 1;

  const rewards: Float64Array[] = [];
  const referenceLogits: Float64Array[] = [];
  const sets: number[][] = [];
  for (let c = 0; c < contexts; c++) {
    const values = Float64Array.from({ length: actions }, (_, a) => {
      const alone = own.normal();
      const row = features?.[c]?.[a];
      if (row === undefined) return alone;
      const shared = row.reduce((sum, feature, d) => sum + feature * (slopes[d] ?? 0), 0) / norm;
      return (shared + alone) / Math.SQRT2;
    });
    const logits = Float64Array.from({ length: actions }, () => reference.normal());
    const top = values.indexOf(Math.max(...values));
    logits[top] = (logits[top] ?? 0) - rarity;
    const others = coverage.shuffled([...values.keys()].filter((action) => action !== top));
    const isSeen = best === 'covered' || covered === actions;
    sets.push((isSeen ? [top, ...others] : others).slice(0, covered).sort((a, b) => a - b));
    rewards.push(values);
    referenceLogits.push(logits);
  }
  return { rewards, referenceLogits, features, covered: sets };
}

function drawFeatures({ contexts, actions, features }: BanditSettings, seed: number): Float64Array[][] {
  const stream = randomStream(seed, 'bandit_features');
  const row = () => Float64Array.from({ length: features }, () => stream.normal());
  return Array.from({ length: contexts }, () => Array.from({ length: actions }, row));
}
