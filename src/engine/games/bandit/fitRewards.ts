import type { RandomStream } from '../../train/rng.ts';

/** Of a standard normal prior on each reward: few labels cannot drive it to infinity. */
const RIDGE = 1;
const ITERATIONS = 200;

/**
 * Draws pairs from `policy`, labels them by Bradley–Terry with the true rewards, and fits rewards to the labels with a ridge.
 *
 * @param rewards the true ones. [K]
 * @param policy [K]
 * @returns estimated rewards; 0 for an action that no pair is about. [K]
 */
export function fitRewards(
  rewards: Float64Array,
  policy: Float64Array,
  pairs: number,
  stream: RandomStream,
): Float64Array {
  const drawn: [chosen: number, rejected: number][] = [];
  for (let n = 0; n < pairs; n++) {
    const [a, b] = [draw(policy, stream), draw(policy, stream)];
    const wins = stream.uniform() < 1 / (1 + Math.exp((rewards[b] ?? 0) - (rewards[a] ?? 0)));
    if (a !== b) drawn.push(wins ? [a, b] : [b, a]);
  }
  const found = new Float64Array(rewards.length);
  const rate = 1 / (RIDGE + pairs / 2); // The curvature's bound.
  for (let t = 0; t < ITERATIONS; t++) {
    const slope = found.map((value) => -RIDGE * value);
    for (const [chosen, rejected] of drawn) {
      const push = 1 / (1 + Math.exp((found[chosen] ?? 0) - (found[rejected] ?? 0)));
      slope[chosen] = (slope[chosen] ?? 0) + push;
      slope[rejected] = (slope[rejected] ?? 0) - push;
    }
    for (let a = 0; a < found.length; a++) found[a] = (found[a] ?? 0) + rate * (slope[a] ?? 0);
  }
  return found;
}

function draw(policy: Float64Array, stream: RandomStream): number {
  let left = stream.uniform();
  for (const [action, p] of policy.entries()) {
    left -= p;
    if (left < 0) return action;
  }
  return policy.length - 1;
}
