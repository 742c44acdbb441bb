import type { HostKernel } from '../tensors/HostKernel.ts';

interface Choice {
  readonly id: number;
  readonly logp: number;
}

/** In float64. */
export const chooseTokenHost: HostKernel = (launch, inputs, outputs) => {
  const [logits, uniforms, settings] = inputs as [Float32Array, Float32Array, Float32Array];
  const [ids, positions, progress, answers] = outputs as unknown as [Int32Array, Int32Array, Int32Array, Float32Array];
  const [rows, length] = launch.inputs[6]!.shape as [number, number];
  const vocabulary = launch.inputs[0]!.shape[1]!;
  const { advance, capacity } = launch.attributes as { advance: number; capacity: number };
  const [temperature, topP, maxNewTokens] = settings as unknown as [number, number, number];
  const endIds = settings.subarray(3);
  for (let row = 0; row < rows; row++) {
    const count = progress[row]!;
    if (count < 0) continue;
    positions[row]! += advance;
    const uniform = uniforms[count * rows + row]!;
    const { id, logp } = choose(logits.subarray(row * vocabulary, (row + 1) * vocabulary), temperature, topP, uniform);
    answers.set([id, logp], 2 * (row * length + count));
    ids[row] = id;
    const done = Number.isNaN(logp) || endIds.includes(id) || count + 1 >= maxNewTokens || positions[row]! >= capacity;
    progress[row] = done ? -2 - count : count + 1;
    positions[row] = Math.min(positions[row]!, capacity - 1); // a row that is done is fed again, into its last slot
  }
};

/** Plain loops over V: this runs for every row of every step, and callbacks cost as much as a decoding step. */
function choose(logits: Float32Array, temperature: number, topP: number, uniform: number): Choice {
  let best = 0;
  let ruined = false;
  for (let id = 0; id < logits.length; id++) {
    if (Number.isNaN(logits[id])) ruined = true;
    if (logits[id]! > logits[best]!) best = id;
  }
  const largest = logits[best]!;
  if (ruined || !Number.isFinite(largest)) return { id: 0, logp: Number.NaN };
  let mass = 0;
  for (let id = 0; id < logits.length; id++) mass += Math.exp(logits[id]! - largest);
  const id = temperature === 0 ? best : draw(logits, largest, temperature, topP, uniform);
  return { id, logp: logits[id]! - largest - Math.log(mass) };
}

function draw(logits: Float32Array, largest: number, temperature: number, topP: number, uniform: number): number {
  const weights = new Float64Array(logits.length); // [V]
  let total = 0;
  for (let id = 0; id < weights.length; id++) {
    weights[id] = Math.exp((logits[id]! - largest) / temperature);
    total += weights[id]!;
  }
  const least = topP < 1 ? nucleusEdge(weights, topP * total) : 0;
  let kept = 0;
  for (let id = 0; id < weights.length; id++) if (weights[id]! >= least) kept += weights[id]!;
  let reached = 0;
  let last = 0;
  for (let id = 0; id < weights.length; id++) {
    if (weights[id]! < least || weights[id] === 0) continue;
    last = id;
    reached += weights[id]!;
    if (uniform * kept < reached) return id;
  }
  return last; // Rounding may leave the uniform beyond the last one.
}

/** The smallest weight of the likeliest ids that reach `mass` together. */
function nucleusEdge(weights: Float64Array, mass: number): number {
  const sorted = weights.slice().sort();
  let sum = 0;
  for (let i = sorted.length - 1; i > 0; i--) {
    sum += sorted[i]!;
    if (sum >= mass) return sorted[i]!;
  }
  return sorted[0]!;
}
