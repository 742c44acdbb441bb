/** Where an action always wins the maximum lies at infinity; this pull to 0 keeps it finite and little else changes. */
const RIDGE = 1e-3;
const ITERATIONS = 300;

/**
 * Rewards by maximum likelihood of σ(r_i − r_j), in expectation over pairs drawn from `policy`, with a small ridge; their mean is
 * 0. Gradient ascent, each entry's step 1/π_i: the curvature is a Laplacian whose row i sums to π_i at most.
 *
 * @param preferences P(i ≻ j). [K][K]
 * @param policy all above 0. [K]
 * @returns rewards, nats. [K]
 */
export function fitBradleyTerry(preferences: readonly Float64Array[], policy: Float64Array): Float64Array {
  let rewards = new Float64Array(policy.length);
  for (let t = 0; t < ITERATIONS; t++) {
    rewards = rewards.map((own, i) => {
      let slope = -RIDGE * own;
      for (const [j, share] of policy.entries()) {
        const predicted = 1 / (1 + Math.exp((rewards[j] ?? 0) - own));
        slope += 2 * share * ((preferences[i]?.[j] ?? 0.5) - predicted);
      }
      return own + slope;
    });
  }
  const mean = rewards.reduce((sum, value) => sum + value, 0) / policy.length;
  return rewards.map((value) => value - mean);
}
