import { EngineError } from '../errors.ts';
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
 * @throws EngineError LOSS_NOT_FINITE {metric: 'logits', found} when no logit is finite, or NaN is among them: the weights are
 *   ruined, as by a step at too high a learning rate
 */
export function chooseToken(
  logits: Float32Array,
  options: { readonly temperature: number; readonly topP: number; readonly random: RandomStream },
): ChosenToken {
  const best = likeliest(logits);
  const largest = logits[best] as number;
  const logpOf = (id: number, sum: number): number => (logits[id] as number) - largest - Math.log(sum);
  if (options.temperature === 0) return { id: best, logp: logpOf(best, sumOfExponentials(logits, largest)) };

  // Plain loops over V: this runs for every row of every step, and callbacks cost as much as a decoding step.
  const weights = new Float64Array(logits.length); // [V]
  let total = 0;
  for (let id = 0; id < weights.length; id++) {
    const weight = Math.exp(((logits[id] as number) - largest) / options.temperature);
    weights[id] = weight;
    total += weight;
  }
  const uniform = options.random.uniform();
  const id =
    options.topP < 1 ? drawFromNucleus(weights, total, options.topP, uniform) : draw(weights, total * uniform, best);
  return { id, logp: logpOf(id, options.temperature === 1 ? total : sumOfExponentials(logits, largest)) };
}

function likeliest(logits: Float32Array): number {
  let best = 0;
  for (let id = 0; id < logits.length; id++) {
    const logit = logits[id] as number;
    if (Number.isNaN(logit)) throw ruined(logit);
    if (logit > (logits[best] as number)) best = id;
  }
  if (!Number.isFinite(logits[best])) throw ruined(logits[best]);
  return best;
}

function ruined(logit: number | undefined): EngineError {
  return new EngineError('LOSS_NOT_FINITE', { metric: 'logits', found: String(logit) });
}

function sumOfExponentials(logits: Float32Array, largest: number): number {
  let total = 0;
  for (let id = 0; id < logits.length; id++) total += Math.exp((logits[id] as number) - largest);
  return total;
}

/** The id in whose stretch `target` falls when weights lie end to end. Rounding may leave it beyond the last one. */
function draw(weights: Float64Array, target: number, fallback: number): number {
  let reached = 0;
  let last = fallback;
  for (let id = 0; id < weights.length; id++) {
    const weight = weights[id] as number;
    if (weight === 0) continue;
    last = id;
    reached += weight;
    if (target < reached) return id;
  }
  return last;
}

/** As `draw`, among the likeliest ids whose weights reach `topP` of all, one at least, laid likeliest first. */
function drawFromNucleus(weights: Float64Array, total: number, topP: number, uniform: number): number {
  // Tokens below this share hold less than 1 − topP together, even all V of them: the set is full before it comes to them.
  const least = (total * (1 - topP)) / weights.length;
  const ids: number[] = [];
  for (let id = 0; id < weights.length; id++) if ((weights[id] as number) >= least) ids.push(id);
  ids.sort((a, b) => (weights[b] as number) - (weights[a] as number) || a - b);
  const nucleus: number[] = [];
  let sum = 0;
  for (const id of ids) {
    nucleus.push(id);
    sum += weights[id] as number;
    if (sum >= topP * total) break;
  }
  let reached = 0;
  for (const id of nucleus) {
    reached += weights[id] as number;
    if (uniform * sum < reached) return id;
  }
  return nucleus[nucleus.length - 1] as number;
}
