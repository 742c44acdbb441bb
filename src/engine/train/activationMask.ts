/**
 * How strongly a model is activated at each row: the mean of its hidden state over channels.
 *
 * @param hidden [n, C]
 */
export function meanActivations(hidden: Float32Array, channels: number): Float32Array {
  return Float32Array.from({ length: hidden.length / channels }, (_, row) => {
    let sum = 0;
    for (let c = row * channels; c < (row + 1) * channels; c++) sum += hidden[c] as number;
    return sum / channels;
  });
}

/**
 * Activations of one completion's tokens rescaled to [0, 1], their lowest 0 and their highest 1: what z-normalisation followed by
 * min-max rescaling gives (MaPO, arXiv 2410.05102). Where all are alike no token stands out, and all count: 1.
 */
export function activationMask(activations: Float32Array): Float64Array {
  const lowest = activations.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY);
  const highest = activations.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY);
  const range = highest - lowest;
  return Float64Array.from(activations, (value) => (range > 0 ? (value - lowest) / range : 1));
}
