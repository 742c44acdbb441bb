import { ACTIONS, FEATURES, type Grid } from './types.ts';

/** The best walk under a reward, from every cell. */
export interface Plan {
  /** V*: its reward. [S] */
  readonly values: Float64Array;
  /** How often it enters each kind of cell, from each cell: successor features, the gradient of V* by the reward. [S][F] flat */
  readonly counts: Float64Array;
  /** Its first action. [S] */
  readonly actions: Uint8Array;
}

/** Steps of a walk: more than twice across. What is best does not depend on it where every step costs. */
export function horizonOf({ size }: Grid): number {
  return 6 * size;
}

/**
 * Undiscounted, over the horizon, by dynamic programming from its end. The walk may change its mind as time runs out, so that a
 * reward that pays for walking on is exploited to the last step, and ties never lead in circles past the end.
 *
 * @param reward by kind of cell. [F]
 */
export function planWalk(grid: Grid, reward: Float64Array): Plan {
  const cells = grid.kinds.length;
  let [values, counts] = [new Float64Array(cells), new Float64Array(cells * FEATURES)];
  let [nextValues, nextCounts] = [new Float64Array(cells), new Float64Array(cells * FEATURES)];
  const actions = new Uint8Array(cells);
  for (let left = horizonOf(grid); left > 0; left--) {
    for (const cell of grid.starts) {
      let [best, chosen] = [Number.NEGATIVE_INFINITY, 0];
      for (let action = 0; action < ACTIONS; action++) {
        const entered = grid.next[cell * ACTIONS + action] ?? 0;
        const value = (reward[grid.kinds[entered] ?? 0] ?? 0) + (values[entered] ?? 0);
        if (value > best) [best, chosen] = [value, action];
      }
      const entered = grid.next[cell * ACTIONS + chosen] ?? 0;
      nextValues[cell] = best;
      actions[cell] = chosen;
      for (let f = 0; f < FEATURES; f++) {
        nextCounts[cell * FEATURES + f] = (counts[entered * FEATURES + f] ?? 0) + (f === grid.kinds[entered] ? 1 : 0);
      }
    }
    [values, nextValues] = [nextValues, values];
    [counts, nextCounts] = [nextCounts, counts];
  }
  return { values, counts, actions };
}

/** Reward of walking at random over the same horizon, from every cell. [S] */
export function randomWalkValues(grid: Grid, reward: Float64Array): Float64Array {
  let values = new Float64Array(grid.kinds.length);
  for (let left = horizonOf(grid); left > 0; left--) {
    const before = values;
    values = before.map((_, cell) => {
      if (grid.ends[cell]) return 0;
      let total = 0;
      for (let action = 0; action < ACTIONS; action++) {
        const entered = grid.next[cell * ACTIONS + action] ?? 0;
        total += (reward[grid.kinds[entered] ?? 0] ?? 0) + (before[entered] ?? 0);
      }
      return total / ACTIONS;
    });
  }
  return values;
}
