import type { RandomStream } from '../train/rng.ts';

export interface ChosenToken {
  readonly id: number;
  /** log softmax(logits)[id] at temperature 1, nats. */
  readonly logp: number;
}

/**
 * One token from one row of logits [V], in float64. Draws one uniform, or none at temperature 0.
 *
 * With top-p the tokens are walked from the likeliest on (lower id first on ties), else by id.
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
  const weightOf = (id: number): number => weights[id] as number;
  const order = Array.from(weights.keys());
  let sum = weights.reduce((a, b) => a + b, 0);
  let kept = order.length;
  if (options.topP < 1) {
    order.sort((a, b) => weightOf(b) - weightOf(a) || a - b);
    const wanted = options.topP * sum;
    sum = 0;
    for (kept = 0; kept < order.length && (kept === 0 || sum < wanted); kept++) sum += weightOf(order[kept] as number);
  }
  const target = options.random.uniform() * sum;
  let reached = 0;
  let last = best;
  for (const id of order.slice(0, kept)) {
    if (weightOf(id) === 0) continue;
    last = id;
    reached += weightOf(id);
    if (target < reached) break;
  }
  return { id: last, logp: logpOf(last) };
}
