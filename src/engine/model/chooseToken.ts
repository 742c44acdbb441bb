import type { RandomStream } from '../train/rng.ts';

export interface ChosenToken {
  readonly id: number;
  /** log softmax(logits)[id] at temperature 1, nats. */
  readonly logp: number;
}

/**
 * One token from one row of logits [V], in float64. Draws one uniform, or none at temperature 0.
 *
 * The uniform falls on the tokens laid end to end: with top-p from the likeliest on (lower id first on ties), else by id.
 * @throws RangeError when no logit is finite, or NaN is among them
 */
export function chooseToken(
  logits: Float32Array,
  options: { readonly temperature: number; readonly topP: number; readonly random: RandomStream },
): ChosenToken {
  let best = 0;
  for (let id = 0; id < logits.length; id++) {
    if (Number.isNaN(logits[id])) throw new RangeError('a logit is NaN');
    if ((logits[id] as number) > (logits[best] as number)) best = id;
  }
  const largest = logits[best] as number;
  if (!Number.isFinite(largest)) throw new RangeError(`the largest logit is ${largest}`);
  let total = 0;
  for (const logit of logits) total += Math.exp(logit - largest);
  const logpOf = (id: number): number => (logits[id] as number) - largest - Math.log(total);
  if (options.temperature === 0) return { id: best, logp: logpOf(best) };

  const weights = Float64Array.from(logits, (logit) => Math.exp((logit - largest) / options.temperature)); // [V]
  const candidates = options.topP < 1 ? nucleus(weights, options.topP) : [...weights.keys()];
  const target = options.random.uniform() * sumOf(weights, candidates);
  let reached = 0;
  let last = best;
  for (const id of candidates) {
    const weight = weights[id] as number;
    if (weight === 0) continue;
    last = id;
    reached += weight;
    if (target < reached) break;
  }
  return { id: last, logp: logpOf(last) };
}

/** The likeliest ids whose weights reach `topP` of all, likeliest first; one at least. */
function nucleus(weights: Float64Array, topP: number): number[] {
  const total = weights.reduce((a, b) => a + b, 0);
  // Tokens below this share hold less than 1 − topP together, even all V of them: the set is full before it comes to them.
  const least = (total * (1 - topP)) / weights.length;
  const likeliest = [...weights.keys()]
    .filter((id) => (weights[id] as number) >= least)
    .sort((a, b) => (weights[b] as number) - (weights[a] as number) || a - b);
  let sum = 0;
  const end = likeliest.findIndex((id) => {
    sum += weights[id] as number;
    return sum >= topP * total;
  });
  return end < 0 ? likeliest : likeliest.slice(0, end + 1);
}

function sumOf(weights: Float64Array, ids: readonly number[]): number {
  return ids.reduce((sum, id) => sum + (weights[id] as number), 0);
}
