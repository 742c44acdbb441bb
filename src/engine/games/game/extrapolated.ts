import { combine } from './policy.ts';

/**
 * Nesterov's extrapolation around any round of preference optimisation: θ_{t+1} = θ̂_{t+1} + α(θ̂_{t+1} − θ̂_t), in policies
 * π_{t+1} ∝ π̂_{t+1}·(π̂_{t+1}/π̂_t)^α. arXiv 2410.06293; its α is about 0.3, from memory.
 *
 * @param round one round from the given logits
 * @param start logits of the first reference, θ̂_0
 * @param alpha in [0, 1)
 * @returns what goes on by one round
 */
export function extrapolated(
  round: (logits: Float64Array) => Float64Array,
  start: Float64Array,
  alpha: number,
): () => Float64Array {
  if (!(alpha >= 0 && alpha < 1)) throw new RangeError(`extrapolation must lie in [0, 1), got ${alpha}`);
  let [logits, before] = [start, start];
  return () => {
    const reached = round(logits);
    logits = combine([1 + alpha, reached], [-alpha, before]);
    before = reached;
    return logits;
  };
}
