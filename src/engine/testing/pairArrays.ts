import type { ObjectiveArrays } from '../methods/objective.ts';
import { randomStream } from '../train/rng.ts';

/** B pairs of ragged completions behind prompts of two tokens; one completion is empty. */
export function randomPairArrays(seed: number, pairs = 4): ObjectiveArrays {
  const random = randomStream(seed, 'test');
  const [sequences, tokens, prompt] = [2 * pairs, 9, 2];
  const size = sequences * tokens;
  const logp = () => -Math.abs(random.normal()) - 0.01;
  const [completionMask, fullMask] = [new Uint8Array(size), new Uint8Array(size)];
  for (let n = 0; n < sequences; n++) {
    const length = n === 1 ? 0 : 1 + random.integer(tokens - prompt);
    fullMask.fill(1, n * tokens + 1, n * tokens + prompt + length);
    completionMask.fill(1, n * tokens + prompt, n * tokens + prompt + length);
  }
  const range = (start: number) => Int32Array.from({ length: pairs }, (_, i) => start + i);
  return {
    sequences,
    tokens,
    tokenLogps: Float64Array.from({ length: size }, logp),
    refTokenLogps: Float64Array.from({ length: size }, logp),
    completionMask,
    fullMask,
    chosen: range(0),
    rejected: range(pairs),
  };
}

/** One-token answers with these log-probs; the reference says −1 to all. */
export function pairArrays(chosen: readonly number[], rejected: readonly number[]): ObjectiveArrays {
  const sequences = 2 * chosen.length;
  const mask = new Uint8Array(sequences).fill(1);
  return {
    sequences,
    tokens: 1,
    tokenLogps: Float64Array.from([...chosen, ...rejected]),
    refTokenLogps: new Float64Array(sequences).fill(-1),
    completionMask: mask,
    fullMask: mask,
    chosen: Int32Array.from(chosen.keys()),
    rejected: Int32Array.from(rejected.keys(), (i) => chosen.length + i),
  };
}
