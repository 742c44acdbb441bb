import { randomStream } from '../../train/rng.ts';
import { horizonOf } from './planWalk.ts';
import { ACTIONS, type Grid, TRUE_REWARD } from './types.ts';

/** The two sides for one segment, in units of reward. */
export interface BridgePoint {
  /** −regret under soft-optimal values: Σr + V(last) − V(first). */
  readonly advantage: number;
  /** DPO's implicit reward of the same steps: Σ β(log π − log π_ref). */
  readonly implicitReward: number;
}

/**
 * Why DPO is the regret model: for the policy π that is optimal under reward − β·KL(π‖π_ref), A*(s, a) = β log π(a|s)/π_ref(a|s).
 * Both sides are worked out apart, the left by telescoping values, the right by summing log-ratios along random segments; π_ref
 * walks at random.
 */
export function dpoBridge(grid: Grid, beta: number, length: number, count: number, seed: number): BridgePoint[] {
  const stream = randomStream(seed, 'gridpref_bridge');
  const layers = softValues(grid, beta);
  return Array.from({ length: count }, () => {
    const first = stream.pick(grid.starts);
    let [cell, steps, paid, implicitReward] = [first, 0, 0, 0];
    while (steps < length && !grid.ends[cell]) {
      const after = layers[steps + 1] as Float64Array;
      const values = Array.from({ length: ACTIONS }, (_, action) => stepValue(grid, after, cell, action));
      const action = stream.integer(ACTIONS);
      const largest = Math.max(...values);
      const total = values.reduce((sum, value) => sum + Math.exp((value - largest) / beta), 0);
      const logPolicy = ((values[action] ?? 0) - largest) / beta - Math.log(total);
      implicitReward += beta * (logPolicy - Math.log(1 / ACTIONS));
      cell = grid.next[cell * ACTIONS + action] ?? cell;
      paid += TRUE_REWARD[grid.kinds[cell] ?? 0] ?? 0;
      steps++;
    }
    return { advantage: paid + (layers[steps]?.[cell] ?? 0) - (layers[0]?.[first] ?? 0), implicitReward };
  });
}

/** V_t(s) = β log Σ_a ¼ exp((r + V_{t+1})/β), from the first step to the last. [horizon + 1][S] */
function softValues(grid: Grid, beta: number): Float64Array[] {
  const layers = [new Float64Array(grid.kinds.length)];
  for (let left = horizonOf(grid); left > 0; left--) {
    const after = layers[0] as Float64Array;
    layers.unshift(
      after.map((_, cell) => {
        if (grid.ends[cell]) return 0;
        const values = Array.from({ length: ACTIONS }, (__, action) => stepValue(grid, after, cell, action));
        const largest = Math.max(...values);
        const mean = values.reduce((sum, value) => sum + Math.exp((value - largest) / beta), 0) / ACTIONS;
        return largest + beta * Math.log(mean);
      }),
    );
  }
  return layers;
}

function stepValue(grid: Grid, after: Float64Array, cell: number, action: number): number {
  const entered = grid.next[cell * ACTIONS + action] ?? cell;
  return (TRUE_REWARD[grid.kinds[entered] ?? 0] ?? 0) + (after[entered] ?? 0);
}
