import type { Plan } from './planWalk.ts';
import { FEATURES, type PreferenceModel, type Segment } from './types.ts';

/**
 * By how much segment a leads b, as features: times the reward it is the logit of P(a ≻ b). For partial return the difference of what
 * was entered. For regret, V*(first) − (Σr + V*(last)) in a deterministic world, also the counts of the best walk from either end,
 * which are V*'s gradient, so that with the plan held the logit stays linear in the reward.
 *
 * @param into where the F numbers go, from `at` on
 */
export function writeSegmentLead(
  a: Segment,
  b: Segment,
  model: PreferenceModel,
  { counts }: Plan,
  into: Float64Array,
  at = 0,
): void {
  for (let f = 0; f < FEATURES; f++) {
    let lead = (a.counts[f] ?? 0) - (b.counts[f] ?? 0);
    if (model === 'regret') {
      lead += (counts[a.last * FEATURES + f] ?? 0) - (counts[a.first * FEATURES + f] ?? 0);
      lead -= (counts[b.last * FEATURES + f] ?? 0) - (counts[b.first * FEATURES + f] ?? 0);
    }
    into[at + f] = lead;
  }
}
