import { randomStream } from '../../train/rng.ts';
import { drawSegment, preferenceProbability } from './drawPairs.ts';
import { planWalk } from './planWalk.ts';
import { type Grid, type Segment, TRUE_REWARD } from './types.ts';

/** What a reward with a constant added to every step changes. */
export interface Identifiability {
  /** Largest difference in P(a ≻ b) between the two rewards, over pairs of segments of full length. */
  readonly partialReturn: number;
  readonly regret: number;
}

/**
 * Two rewards that no labels by partial return can tell apart, as long as segments are equally long: the true one, and the same with
 * a constant paid for every step, with which it is best to walk for ever. Labels by regret tell them apart.
 *
 * @param bonus added to the reward of every kind of cell
 */
export function identifiability(grid: Grid, length: number, bonus: number, seed: number): Identifiability {
  const stream = randomStream(seed, 'gridpref_identifiability');
  const other = TRUE_REWARD.map((value) => value + bonus);
  const [plan, otherPlan] = [planWalk(grid, TRUE_REWARD), planWalk(grid, other)];
  const full: Segment[] = [];
  for (let tries = 0; tries < 2000 && full.length < 200; tries++) {
    const segment = drawSegment(grid, length, stream);
    if (segment.counts.reduce((sum, count) => sum + count, 0) === length) full.push(segment);
  }
  const largest = (model: 'partial_return' | 'regret') => {
    let most = 0;
    for (let i = 0; i + 1 < full.length; i += 2) {
      const [a, b] = [full[i] as Segment, full[i + 1] as Segment];
      const p = preferenceProbability(a, b, model, plan, 1);
      most = Math.max(most, Math.abs(p - preferenceProbability(a, b, model, otherPlan, 1, other)));
    }
    return most;
  };
  return { partialReturn: largest('partial_return'), regret: largest('regret') };
}
