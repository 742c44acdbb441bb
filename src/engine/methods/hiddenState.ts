import type { ObjectiveArrays } from './objectiveArrays.ts';

/**
 * The reference's final hidden state where it predicts a token: a view. [C]
 *
 * @param index flat, of the token matrices
 * @throws RangeError where the batch has no hidden states, or the sequence fewer rows than tokens
 */
export function hiddenState({ hidden, tokens }: ObjectiveArrays, row: number, index: number): Float32Array {
  if (hidden === undefined) throw new RangeError('this objective needs hidden states of the reference');
  const { channels, rows } = hidden;
  const token = index - row * tokens;
  const state = rows[row]?.subarray(token * channels, (token + 1) * channels);
  if (state?.length !== channels) throw new RangeError(`sequence ${row} has no hidden state for its token ${token}`);
  return state;
}
