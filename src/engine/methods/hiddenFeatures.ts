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
  const { hidden, tokens } = arrays;
  if (hidden === undefined) throw new RangeError('this objective needs hidden states of the reference');
  const { channels, rows } = hidden;
  const places: [state: Float32Array, begin: number][] = [];
  for (const row of rowsOf(arrays, side)) {
    const states = rows[row];
    visitTokens(arrays, 'completion', row, undefined, (index) => {
      const begin = (index - row * tokens) * channels;
      if (states === undefined || begin + channels > states.length) {
        throw new RangeError(`sequence ${row} has no hidden state for its token ${index - row * tokens}`);
      }
      places.push([states, begin]);
    });
  }
  const features = new Float64Array(places.length * channels);
  places.forEach(([states, begin], k) => {
    let mean = 0;
    for (let c = 0; c < channels; c++) mean += (states[begin + c] as number) / channels;
    let variance = 0;
    for (let c = 0; c < channels; c++) variance += ((states[begin + c] as number) - mean) ** 2 / channels;
    const scale = 1 / Math.sqrt(variance + EPSILON);
    for (let c = 0; c < channels; c++) features[k * channels + c] = ((states[begin + c] as number) - mean) * scale;
  });
  return features;
}
