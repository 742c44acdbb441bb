import type { SequenceBatch } from '../data/collate.ts';
import type { ObjectiveArrays, SideName } from '../methods/objectiveArrays.ts';

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
}

/** Ragged sequences as padded matrices: column t belongs to token t + 1. */
export function batchArrays(
  { sequences, relation, memberList, columns }: SequenceBatch,
  { logps, refLogps, kl, logCollisions }: BatchScores,
  state: Readonly<Record<string, number>> = {},
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
    completionMask,
    fullMask,
    ...(Object.fromEntries(sides) as Record<SideName, Int32Array>),
    memberList: Int32Array.from(memberList),
    tokenStep,
    columns: Object.fromEntries(Object.entries(columns).map(([name, values]) => [name, Float64Array.from(values)])),
    state,
  };
}
