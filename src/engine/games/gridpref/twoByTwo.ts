import { createGrid } from './createGrid.ts';
import { drawPairs, type PairSettings } from './drawPairs.ts';
import { fitReward } from './fitReward.ts';
import { type LearntWalk, policyReturn } from './policyReturn.ts';
import type { PreferenceModel } from './types.ts';

export const PREFERENCE_MODELS: readonly PreferenceModel[] = ['partial_return', 'regret'];

/** One fit: labels made by one model, explained by one. */
export interface FitCell extends LearntWalk {
  readonly labels: PreferenceModel;
  readonly learning: PreferenceModel;
  /** By kind of cell, in units of the temperature. [F] */
  readonly reward: Float64Array;
}

/** A grid, its labels by either model, and either fit of each. Yields the share that is done, returns four cells. */
export function* twoByTwo(size: number, settings: PairSettings, seed: number): Generator<number, readonly FitCell[]> {
  const grid = createGrid(size, seed);
  const cells: FitCell[] = [];
  for (const labels of PREFERENCE_MODELS) {
    const pairs = drawPairs(grid, labels, settings, seed);
    for (const learning of PREFERENCE_MODELS) {
      const fit = fitReward(grid, pairs, learning);
      let turn = fit.next();
      for (; !turn.done; turn = fit.next()) yield (cells.length + turn.value) / 4;
      cells.push({ labels, learning, reward: turn.value, ...policyReturn(grid, turn.value) });
    }
  }
  return cells;
}
