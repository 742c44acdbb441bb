import { hiddenState } from './hiddenState.ts';
import { type ObjectiveArrays, rowsOf, type SideName, visitTokens } from './objectiveArrays.ts';

/** Added to the variance: PyTorch's default. */
const EPSILON = 1e-5;

/**
 * The reference's hidden states of a side's completion tokens, row after row, each with mean 0 and variance 1 over its channels:
 * layer normalisation without scale and shift, which a linear map that follows takes in. [K, C]
 *
 * @throws RangeError where the batch has none, or a sequence has fewer rows than tokens
 */
export function hiddenFeatures(arrays: ObjectiveArrays, side: SideName): Float64Array {
  if (arrays.hidden === undefined) throw new RangeError('this objective needs hidden states of the reference');
  const { channels } = arrays.hidden;
  const states: Float32Array[] = [];
  for (const row of rowsOf(arrays, side)) {
    visitTokens(arrays, 'completion', row, undefined, (index) => states.push(hiddenState(arrays, row, index)));
  }
  const features = new Float64Array(states.length * channels);
  states.forEach((state, k) => {
    let mean = 0;
    for (let c = 0; c < channels; c++) mean += (state[c] as number) / channels;
    let variance = 0;
    for (let c = 0; c < channels; c++) variance += ((state[c] as number) - mean) ** 2 / channels;
    const scale = 1 / Math.sqrt(variance + EPSILON);
    for (let c = 0; c < channels; c++) features[k * channels + c] = ((state[c] as number) - mean) * scale;
  });
  return features;
}
