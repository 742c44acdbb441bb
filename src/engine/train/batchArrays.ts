import type { SequenceBatch } from '../data/collate.ts';
import type { ObjectiveArrays, SideName } from '../methods/objectiveArrays.ts';
import { activationMask, meanActivations } from './activationMask.ts';

/** What a batch's sequences were given by the models, per predicted token (1..n−1 of a sequence of n). [N][n−1] each */
export interface BatchScores {
  /** log π, nats. */
  readonly logps: readonly Float32Array[];
  /** The same under the reference. */
  readonly refLogps: readonly Float32Array[];
  /** KL(π_ref ‖ π) over the vocabulary, nats. */
  readonly kl?: readonly Float32Array[];
  /** log Σ_v π(v)². */
  readonly logCollisions?: readonly Float32Array[];
  /** Final hidden states of the reference, [N][n−1, C]. */
  readonly refHidden?: readonly Float32Array[];
}

/** What a method keeps from step to step. */
export interface ObjectiveMemory {
  /** Running statistics. */
  readonly state?: Readonly<Record<string, number>>;
  /** The vectors it learns. */
  readonly parameters?: Readonly<Record<string, Float64Array>>;
}

/** Ragged sequences as padded matrices: column t belongs to token t + 1. */
export function batchArrays(
  { sequences, relation, memberList, columns }: SequenceBatch,
  { logps, refLogps, kl, logCollisions, refHidden }: BatchScores,
  { state = {}, parameters = {} }: ObjectiveMemory = {},
): ObjectiveArrays {
  const tokens = Math.max(1, ...sequences.map(({ ids }) => ids.length - 1));
  const size = sequences.length * tokens;
  const matrix = (rows: readonly Float32Array[]) => {
    const padded = new Float64Array(size); // [N, T]
    sequences.forEach((_, n) => {
      padded.set(rows[n] ?? [], n * tokens);
    });
    return padded;
  };
  const completionMask = new Uint8Array(size); // [N, T]
  const fullMask = new Uint8Array(size); // [N, T]
  const tokenStep = new Uint16Array(size); // [N, T]
  sequences.forEach(({ ids, promptLength, steps }, n) => {
    const row = n * tokens;
    const begin = row + Math.max(promptLength - 1, 0);
    fullMask.fill(1, row, row + ids.length - 1);
    completionMask.fill(1, begin, row + ids.length - 1);
    tokenStep.set(steps ?? [], begin);
  });
  const channels = hiddenChannels(sequences, refHidden);
  const refTokenLogps = matrix(refLogps);
  const sides = Object.entries(relation).map(([name, rows]) => [name, Int32Array.from(rows)] as const);
  return {
    sequences: sequences.length,
    tokens,
    tokenLogps: matrix(logps),
    refTokenLogps,
    previousTokenLogps: refTokenLogps, // Offline there was no iteration before.
    ...(kl && { tokenKl: matrix(kl) }),
    ...(logCollisions && { tokenCollision: matrix(logCollisions) }),
    ...(refHidden && {
      hidden: { channels, rows: refHidden },
      tokenMask: maskMatrix(sequences, tokens, refHidden, channels),
    }),
    completionMask,
    fullMask,
    ...(Object.fromEntries(sides) as Record<SideName, Int32Array>),
    memberList: Int32Array.from(memberList),
    tokenStep,
    columns: Object.fromEntries(Object.entries(columns).map(([name, values]) => [name, Float64Array.from(values)])),
    state,
    parameters,
  };
}

/** Every completion's activations, each rescaled by itself; 0 on prompts. [N, T] */
function maskMatrix(
  sequences: SequenceBatch['sequences'],
  tokens: number,
  hidden: readonly Float32Array[],
  channels: number,
): Float64Array {
  const masks = new Float64Array(sequences.length * tokens);
  sequences.forEach(({ promptLength }, n) => {
    const begin = Math.max(promptLength - 1, 0);
    const states = (hidden[n] ?? new Float32Array(0)).subarray(begin * channels);
    masks.set(activationMask(meanActivations(states, channels)), n * tokens + begin);
  });
  return masks;
}

/** C, from any sequence in which something follows. */
function hiddenChannels(sequences: SequenceBatch['sequences'], hidden: readonly Float32Array[] = []): number {
  const n = sequences.findIndex(({ ids }) => ids.length > 1);
  return (hidden[n]?.length ?? 0) / Math.max(1, (sequences[n]?.ids.length ?? 0) - 1);
}
