import { planWalk } from './planWalk.ts';
import { FEATURES, type Grid, type LabelledPair, type PreferenceModel } from './types.ts';
import { writeSegmentLead } from './writeSegmentLead.ts';

const ITERATIONS = 300;
const RATE = 0.1;
/** Of the mean loss: what labels do not tell stays at 0. */
const RIDGE = 1e-3;
const DECAY = [0.9, 0.99] as const;

/**
 * The reward that best explains the labels under a model of preference, by Adam on the whole set from 0 on. For regret the best walks
 * are planned anew at every step: the loss has more than one valley, and what is found is the one below 0. Yields the share done.
 *
 * @returns reward by kind of cell, in units of the temperature. [F]
 */
export function* fitReward(
  grid: Grid,
  pairs: readonly LabelledPair[],
  model: PreferenceModel,
): Generator<number, Float64Array> {
  const reward = new Float64Array(FEATURES);
  const [mean, square] = [new Float64Array(FEATURES), new Float64Array(FEATURES)];
  const leads = new Float64Array(pairs.length * FEATURES);
  for (let t = 1; t <= ITERATIONS; t++) {
    if (t === 1 || model === 'regret') {
      const plan = planWalk(grid, reward);
      for (const [i, { preferred, other }] of pairs.entries()) {
        writeSegmentLead(preferred, other, model, plan, leads, i * FEATURES);
      }
    }
    const slope = reward.map((value) => RIDGE * value);
    addLossSlope(leads, reward, slope);
    for (let f = 0; f < FEATURES; f++) {
      const g = slope[f] ?? 0;
      mean[f] = DECAY[0] * (mean[f] ?? 0) + (1 - DECAY[0]) * g;
      square[f] = DECAY[1] * (square[f] ?? 0) + (1 - DECAY[1]) * g * g;
      const [m, s] = [(mean[f] ?? 0) / (1 - DECAY[0] ** t), (square[f] ?? 0) / (1 - DECAY[1] ** t)];
      reward[f] = (reward[f] ?? 0) - (RATE * m) / (Math.sqrt(s) + 1e-12);
    }
    yield t / ITERATIONS;
  }
  return reward;
}

/** Adds the gradient of the mean of −log σ(lead · reward). */
function addLossSlope(leads: Float64Array, reward: Float64Array, slope: Float64Array): void {
  for (let at = 0; at < leads.length; at += FEATURES) {
    let logit = 0;
    for (let f = 0; f < FEATURES; f++) logit += (leads[at + f] ?? 0) * (reward[f] ?? 0);
    const missed = FEATURES / leads.length / (1 + Math.exp(logit));
    for (let f = 0; f < FEATURES; f++) slope[f] = (slope[f] ?? 0) - missed * (leads[at + f] ?? 0);
  }
}
