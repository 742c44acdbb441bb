import type { SequenceBatch } from '../data/collate.ts';
import { completionSums, evaluateObjective, type ObjectiveArrays } from '../methods/objective.ts';
import type { Hyperparameters, MethodDefinition } from '../methods/types.ts';
import { preferenceMetrics } from '../metrics/preference.ts';
import type { MetricValues } from '../metrics/types.ts';
import { type BatchScores, batchArrays, type ObjectiveMemory } from './batchArrays.ts';

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
  /** d loss / d KL(π_ref ‖ π) of the same tokens, where the method reads it. [N][n−1] */
  readonly klGradients: readonly Float64Array[] | null;
  /** d loss / d each vector that the method learns. */
  readonly parameterGradients: Readonly<Record<string, Float64Array>>;
  /** How much each of tokens 1..n−1 counts, where the method tells. [N][n−1] */
  readonly tokenMasks: readonly Float64Array[] | null;
  /** The method's running statistics after this batch. */
  readonly state: Readonly<Record<string, number>>;
}

/** How an objective stands: its settings, and what it keeps from step to step. */
export interface ObjectiveSettings extends ObjectiveMemory {
  readonly hyper: Hyperparameters;
}

export function evaluateBatch(
  method: MethodDefinition,
  batch: SequenceBatch,
  scores: BatchScores,
  objective: ObjectiveSettings,
): ScoredBatch {
  const arrays = batchArrays(batch, scores, objective);
  const evaluation = evaluateObjective(method, arrays, objective.hyper);
  const { tokens } = arrays;
  const ragged = (matrix: Float64Array) =>
    batch.sequences
      .slice(0, batch.trained)
      .map(({ ids }, n) => matrix.subarray(n * tokens, n * tokens + ids.length - 1));
  const { loss, losses, chosenRewards, rejectedRewards, tokenGradients, klGradients, tokenMasks } = evaluation;
  return {
    loss,
    losses,
    chosenRewards,
    rejectedRewards,
    chosen: sideSums(arrays, arrays.chosen),
    rejected: sideSums(arrays, arrays.rejected),
    metrics: preferenceMetrics(arrays, evaluation),
    tokenGradients: ragged(tokenGradients),
    klGradients: klGradients && ragged(klGradients),
    parameterGradients: evaluation.parameterGradients,
    tokenMasks: tokenMasks && ragged(tokenMasks),
    state: evaluation.state,
  };
}

function sideSums(arrays: ObjectiveArrays, rows: Int32Array): SideSums {
  return { ...completionSums(arrays, rows), refLogps: completionSums(arrays, rows, 'reference').logps };
}
