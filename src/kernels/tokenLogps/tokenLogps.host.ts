import type { HostKernel } from '../tensors/HostKernel.ts';

/** Two passes over a row and no [M, V] memory beside the logits; entropy = lse − Σ p·x. */
export const tokenLogpsHost: HostKernel = (_launch, inputs, outputs) => {
  const [logits, targets] = inputs as [Float32Array, Int32Array];
  const [logps, lse, entropy] = outputs as [Float32Array, Float32Array, Float32Array];
  const vocabulary = logits.length / targets.length;
  for (let row = 0; row < targets.length; row++) {
    const start = row * vocabulary;
    let largest = Number.NEGATIVE_INFINITY;
    for (let j = start; j < start + vocabulary; j++) if (logits[j]! > largest) largest = logits[j]!;
    let total = 0;
    let weighted = 0;
    for (let j = start; j < start + vocabulary; j++) {
      const shifted = logits[j]! - largest;
      const exponential = Math.exp(shifted);
      total += exponential;
      weighted += exponential * shifted;
    }
    const logTotal = Math.log(total);
    logps[row] = logits[start + targets[row]!]! - largest - logTotal;
    lse[row] = largest + logTotal;
    entropy[row] = logTotal - weighted / total;
  }
};

/** Overwrites logits by (onehot − softmax)·dLogps; rows that no one weighs (padding, prompts) cost nothing but zeros. */
export const tokenLogpsGradHost: HostKernel = (_launch, inputs, outputs) => {
  const [, targets, lse, dLogps] = inputs as [Float32Array, Int32Array, Float32Array, Float32Array];
  const [logits] = outputs as [Float32Array];
  const vocabulary = logits.length / targets.length;
  for (let row = 0; row < targets.length; row++) {
    const start = row * vocabulary;
    const weight = dLogps[row]!;
    if (weight === 0) {
      logits.fill(0, start, start + vocabulary);
      continue;
    }
    const rowLse = lse[row]!;
    for (let j = start; j < start + vocabulary; j++) logits[j] = -weight * Math.exp(logits[j]! - rowLse);
    logits[start + targets[row]!]! += weight;
  }
};
