import type { SequenceBatch } from '../data/collate.ts';
import { completionSums, evaluateObjective, type ObjectiveArrays } from '../methods/objective.ts';
import type { Hyperparameters, MethodDefinition } from '../methods/types.ts';
import { preferenceMetrics } from '../metrics/preference.ts';
import type { MetricValues } from '../metrics/types.ts';

/** A side's sums over completion tokens, nats, and how many tokens there are. [n] each */
export interface SideSums {
  readonly logps: Float64Array;
  readonly refLogps: Float64Array;
  readonly lengths: Float64Array;
}

/** An objective's outcome on one batch, in float64. */
export interface ScoredBatch {
  readonly loss: number;
  readonly losses: Float64Array;
  readonly chosenRewards: Float64Array;
  readonly rejectedRewards: Float64Array;
  readonly chosen: SideSums;
  readonly rejected: SideSums;
  /** What TRL logs of it. */
  readonly metrics: MetricValues;
  /** d loss / d log-prob of tokens 1..n−1 of each trained sequence. [N][n−1] */
  readonly tokenGradients: readonly Float64Array[];
}

/** @param logps, refLogps log-probs of tokens 1..n−1 of every sequence, nats. [N][n−1] */
export function evaluateBatch(
  method: MethodDefinition,
  batch: SequenceBatch,
  logps: readonly Float32Array[],
  refLogps: readonly Float32Array[],
  hyper: Hyperparameters,
): ScoredBatch {
  const arrays = objectiveArrays(batch, logps, refLogps);
  const evaluation = evaluateObjective(method, arrays, hyper);
  const { tokens } = arrays;
  return {
    ...evaluation,
    chosen: sideSums(arrays, arrays.chosen),
    rejected: sideSums(arrays, arrays.rejected),
    metrics: preferenceMetrics(arrays, evaluation),
    tokenGradients: batch.sequences
      .slice(0, batch.trained)
      .map(({ ids }, n) => evaluation.tokenGradients.subarray(n * tokens, n * tokens + ids.length - 1)),
  };
}

function sideSums(arrays: ObjectiveArrays, rows: Int32Array): SideSums {
  return { ...completionSums(arrays, rows), refLogps: completionSums(arrays, rows, 'reference').logps };
}

/** Ragged sequences as padded matrices: column t belongs to token t + 1. */
function objectiveArrays(
  { sequences, relation }: SequenceBatch,
  logps: readonly Float32Array[],
  refLogps: readonly Float32Array[],
): ObjectiveArrays {
  const tokens = Math.max(1, ...sequences.map(({ ids }) => ids.length - 1));
  const size = sequences.length * tokens;
  const tokenLogps = new Float64Array(size); // [N, T]
  const refTokenLogps = new Float64Array(size); // [N, T]
  const completionMask = new Uint8Array(size); // [N, T]
  const fullMask = new Uint8Array(size); // [N, T]
  sequences.forEach(({ ids, promptLength }, n) => {
    const row = n * tokens;
    tokenLogps.set(logps[n] ?? [], row);
    refTokenLogps.set(refLogps[n] ?? [], row);
    fullMask.fill(1, row, row + ids.length - 1);
    completionMask.fill(1, row + Math.max(promptLength - 1, 0), row + ids.length - 1);
  });
  return {
    sequences: sequences.length,
    tokens,
    tokenLogps,
    refTokenLogps,
    completionMask,
    fullMask,
    chosen: Int32Array.from(relation.chosen),
    rejected: Int32Array.from(relation.rejected),
    mismatched: Int32Array.from(relation.mismatched),
  };
}
