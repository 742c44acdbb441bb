import { planWalk, randomWalkValues } from './planWalk.ts';
import { FEATURES, type Grid, TRUE_REWARD } from './types.ts';

/** A grid's best walk and its worth, for a reward that was learnt. */
export interface LearntWalk {
  /** True reward of the walk that the learnt reward makes best, mean over where it begins. */
  readonly raw: number;
  /** 0: as good as walking at random, 1: the best; never below −1, where a table of means would tell nothing else. */
  readonly normalised: number;
}

/** The floor of `normalised`, as the paper's plots have it. */
const FLOOR = -1;

export function policyReturn(grid: Grid, learnt: Float64Array): LearntWalk {
  const { counts } = planWalk(grid, learnt);
  const worth = (cell: number) => {
    let total = 0;
    for (let f = 0; f < FEATURES; f++) total += (counts[cell * FEATURES + f] ?? 0) * (TRUE_REWARD[f] ?? 0);
    return total;
  };
  const mean = (value: (cell: number) => number) =>
    grid.starts.reduce((sum, cell) => sum + value(cell), 0) / grid.starts.length;
  const best = planWalk(grid, TRUE_REWARD).values;
  const random = randomWalkValues(grid, TRUE_REWARD);
  const [raw, top, bottom] = [mean(worth), mean((cell) => best[cell] ?? 0), mean((cell) => random[cell] ?? 0)];
  return { raw, normalised: Math.max(FLOOR, (raw - bottom) / (top - bottom)) };
}
