import type { HostKernel } from '../tensors/HostKernel.ts';

/** Two passes over a row. */
export const klStatisticsHost: HostKernel = (launch, inputs, outputs) => {
  const [logits, refLogits, statistics] = inputs as [Float32Array, Float32Array, Float32Array];
  const previous = inputs[3];
  const [refStatistics] = outputs as [Float32Array];
  const [rows, columns] = launch.inputs[0]!.shape as [number, number];
  for (let row = 0; row < rows; row++) {
    const start = row * columns;
    const peak = statistics[4 * row]!;
    let refPeak = previous ? previous[4 * row]! : Number.NEGATIVE_INFINITY;
    for (let j = start; j < start + columns; j++) if (refLogits[j]! > refPeak) refPeak = refLogits[j]!;
    let mass = 0;
    let moment = 0;
    if (previous) {
      const refShift = previous[4 * row]! - refPeak;
      const rescale = Math.exp(refShift);
      const oldMass = previous[4 * row + 1]!;
      mass = rescale * oldMass;
      moment = rescale * (previous[4 * row + 2]! + oldMass * (refShift - (previous[4 * row + 3]! - peak)));
    }
    for (let j = start; j < start + columns; j++) {
      const shifted = refLogits[j]! - refPeak;
      const exponential = Math.exp(shifted);
      mass += exponential;
      moment += exponential * (shifted - (logits[j]! - peak));
    }
    refStatistics.set([refPeak, mass, moment, peak], 4 * row);
  }
};

export const tokenKlHost: HostKernel = (_launch, inputs, outputs) => {
  const [statistics, refStatistics] = inputs as [Float32Array, Float32Array];
  const [kl, refLse] = outputs as [Float32Array, Float32Array];
  for (let row = 0; row < kl.length; row++) {
    const refMass = refStatistics[4 * row + 1]!;
    const logRefMass = Math.log(refMass);
    kl[row] = refStatistics[4 * row + 2]! / refMass + (Math.log(statistics[4 * row + 1]!) - logRefMass);
    refLse[row] = refStatistics[4 * row]! + logRefMass;
  }
};

/** Overwrites logits by (onehot − softmax)·dLogps + (softmax − refSoftmax)·dKl; rows that no one weighs cost nothing but zeros. */
export const tokenLogpsKlGradHost: HostKernel = (launch, inputs, outputs) => {
  const [, targets, lse, dLogps, refLogits, refLse, dKl] = inputs as [
    Float32Array,
    Int32Array,
    Float32Array,
    Float32Array,
    Float32Array,
    Float32Array,
    Float32Array,
  ];
  const [logits] = outputs as [Float32Array];
  const firstId = launch.attributes.firstId!;
  const columns = launch.inputs[0]!.shape[1]!;
  for (let row = 0; row < targets.length; row++) {
    const start = row * columns;
    const weight = dLogps[row]!;
    const klWeight = dKl[row]!;
    if (weight === 0 && klWeight === 0) {
      logits.fill(0, start, start + columns);
      continue;
    }
    const rowLse = lse[row]!;
    const rowRefLse = refLse[row]!;
    for (let j = start; j < start + columns; j++) {
      const probability = Math.exp(logits[j]! - rowLse);
      logits[j] = klWeight * (probability - Math.exp(refLogits[j]! - rowRefLse)) - weight * probability;
    }
    const target = targets[row]! - firstId;
    if (target >= 0 && target < columns) logits[start + target]! += weight;
  }
};
