import type { HostKernel } from '../tensors/HostKernel.ts';

/** Two passes over a row. */
export const logitStatisticsHost: HostKernel = (launch, inputs, outputs) => {
  const [logits, targets] = inputs as [Float32Array, Int32Array];
  const previous = inputs[2];
  const [statistics] = outputs as [Float32Array];
  const firstId = launch.attributes.firstId!;
  const columns = launch.inputs[0]!.shape[1]!;
  for (let row = 0; row < targets.length; row++) {
    const start = row * columns;
    let highest = previous ? previous[4 * row]! : Number.NEGATIVE_INFINITY;
    for (let j = start; j < start + columns; j++) if (logits[j]! > highest) highest = logits[j]!;
    let mass = 0;
    let moment = 0;
    let chosen = 0;
    if (previous) {
      const shift = previous[4 * row]! - highest;
      const rescale = Math.exp(shift);
      mass = rescale * previous[4 * row + 1]!;
      moment = rescale * (previous[4 * row + 2]! + shift * previous[4 * row + 1]!);
      chosen = previous[4 * row + 3]!;
    }
    for (let j = start; j < start + columns; j++) {
      const shifted = logits[j]! - highest;
      const exponential = Math.exp(shifted);
      mass += exponential;
      moment += exponential * shifted;
    }
    const target = targets[row]! - firstId;
    if (target >= 0 && target < columns) chosen += logits[start + target]!;
    statistics.set([highest, mass, moment, chosen], 4 * row);
  }
};

export const tokenLogpsHost: HostKernel = (_launch, inputs, outputs) => {
  const [statistics] = inputs as [Float32Array];
  const [logps, lse, entropy] = outputs as [Float32Array, Float32Array, Float32Array];
  for (let row = 0; row < logps.length; row++) {
    const highest = statistics[4 * row]!;
    const mass = statistics[4 * row + 1]!;
    const logMass = Math.log(mass);
    logps[row] = statistics[4 * row + 3]! - highest - logMass;
    lse[row] = highest + logMass;
    entropy[row] = logMass - statistics[4 * row + 2]! / mass;
  }
};

/** Overwrites logits by (onehot − softmax)·dLogps; rows that no one weighs (padding, prompts) cost nothing but zeros. */
export const tokenLogpsGradHost: HostKernel = (launch, inputs, outputs) => {
  const [, targets, lse, dLogps] = inputs as [Float32Array, Int32Array, Float32Array, Float32Array];
  const [logits] = outputs as [Float32Array];
  const firstId = launch.attributes.firstId!;
  const columns = launch.inputs[0]!.shape[1]!;
  for (let row = 0; row < targets.length; row++) {
    const start = row * columns;
    const weight = dLogps[row]!;
    if (weight === 0) {
      logits.fill(0, start, start + columns);
      continue;
    }
    const rowLse = lse[row]!;
    for (let j = start; j < start + columns; j++) logits[j] = -weight * Math.exp(logits[j]! - rowLse);
    const target = targets[row]! - firstId;
    if (target >= 0 && target < columns) logits[start + target]! += weight;
  }
};
