import { type Executor, hyperValues } from '../../kernels/index.ts';
import { collate, type SequenceBatch, type SequenceChunk } from '../data/collate.ts';
import type { TokenizedRow } from '../data/tokenizeRow.ts';
import type { Hyperparameters } from '../methods/types.ts';
import type { CompileProgress } from '../model/PlanCache.ts';
import { layoutSequences, scoreSequences, scoringRows, writeScoringInputs } from '../model/scorer.ts';
import { evaluateBatch, type ScoredBatch } from './evaluateBatch.ts';
import { randomStream } from './rng.ts';
import type { Workbench } from './workbench.ts';

export interface ObjectiveSettings {
  readonly hyper: Hyperparameters;
  /** The method's running statistics. */
  readonly state: Readonly<Record<string, number>>;
}

export interface StepOutcome {
  readonly batches: readonly ScoredBatch[];
  /** Before clipping. */
  readonly gradNorm: number;
  readonly state: ObjectiveSettings['state'];
}

export interface OptimizerSettings {
  readonly learningRate: number;
  /** From 1. */
  readonly step: number;
}

/**
 * One optimisation step over `microBatches`: log-probs forward, the objective in float64, its gradient back, AdamW.
 * Micro-batches hand the method's running statistics on.
 */
export async function trainStep(
  bench: Workbench,
  microBatches: readonly (readonly TokenizedRow[])[],
  objective: ObjectiveSettings,
  optimizer: OptimizerSettings,
): Promise<StepOutcome> {
  const batches: ScoredBatch[] = [];
  const random = randomStream(bench.experiment.seed, `objective/${optimizer.step}`);
  let { state } = objective;
  let last: Executor | null = null;
  for (const rows of microBatches) {
    const batch = collate(rows, bench.method.needs, bench.model.config.contextLength, {
      chunkLimit: bench.chunkLimit,
      random,
    });
    const refLogps = await referenceLogps(bench, batch); // [N][n−1]
    const logps = await forward(bench, batch); // [N][n−1]
    const scored = evaluateBatch(bench.method, batch, { logps, refLogps }, objective.hyper, state);
    last = await backward(bench, batch, scored.tokenGradients);
    batches.push(scored);
    state = scored.state;
  }
  if (last === null) throw new RangeError('a step needs a micro-batch');

  const { adam_beta1, adam_beta2, weight_decay, max_grad_norm } = bench.experiment;
  const gradientScale = 1 / microBatches.length;
  const settings = {
    learningRate: optimizer.learningRate,
    beta1: adam_beta1,
    beta2: adam_beta2,
    eps: ADAM_EPSILON,
    weightDecay: weight_decay,
    step: optimizer.step,
    maxGradNorm: max_grad_norm,
    gradientScale,
  };
  last.write('hyper', hyperValues(settings)); // Any training plan of this store holds the optimiser.
  last.run('update');
  const norm = await last.read('norm'); // [1]
  return { batches, gradNorm: (norm[0] ?? Number.NaN) * gradientScale, state };
}

/** TRL's and PyTorch's default. */
const ADAM_EPSILON = 1e-8;

/** Reference log-probs where the method subtracts them; elsewhere zeros of the right length. */
async function referenceLogps(bench: Workbench, batch: SequenceBatch): Promise<Float32Array[]> {
  if (bench.method.needs.references.length === 0)
    return batch.sequences.map(({ ids }) => new Float32Array(ids.length - 1));
  return bench.references.of(batch.sequences, bench.model.hash, bench.plans, bench.reference);
}

/** Per-token log-probs under the policy. Activations of the trained sequences stay in their plans for `backward`. */
async function forward(bench: Workbench, batch: SequenceBatch): Promise<Float32Array[]> {
  const others = batch.sequences.slice(batch.trained).map(({ ids }) => ids);
  const mismatched = await scoreSequences(bench.plans, bench.policy, others);
  const logps: Float32Array[] = new Array(batch.trained);
  for (const chunk of batch.chunks) {
    const executor = await forwardChunk(bench, batch, chunk);
    const rows = await executor.read('logps'); // [M]
    let begin = 0;
    for (const index of chunk.members) {
      const end = begin + scoringRows(batch.sequences[index]?.ids ?? []);
      logps[index] = rows.slice(begin, end);
      begin = end;
    }
  }
  return [...logps, ...mismatched.map((score) => score.logps)];
}

/** Adds d loss / d parameters to the gradient buffer. `tokenGradients` [N][n−1]. Returns the last plan it ran. */
async function backward(
  bench: Workbench,
  batch: SequenceBatch,
  tokenGradients: readonly Float64Array[],
): Promise<Executor | null> {
  let last: Executor | null = null;
  for (const chunk of batch.chunks) {
    // Chunks that share a plan have overwritten each other's activations: theirs are computed again.
    const shared = batch.chunks.filter(({ rows }) => rows === chunk.rows);
    const executor = shared.length > 1 ? await forwardChunk(bench, batch, chunk) : await trainingPlan(bench, chunk);
    const dLogps = new Float32Array(chunk.rows); // [M]
    let begin = 0;
    for (const index of chunk.members) {
      dLogps.set(tokenGradients[index] ?? [], begin);
      begin += scoringRows(batch.sequences[index]?.ids ?? []);
    }
    executor.write('dLogps', dLogps);
    executor.run('backward');
    last = executor;
  }
  return last;
}

/** Fills a chunk's plan and runs it forward; its activations stay for a backward. */
export async function forwardChunk(bench: Workbench, batch: SequenceBatch, chunk: SequenceChunk): Promise<Executor> {
  const executor = await trainingPlan(bench, chunk);
  const ids = chunk.members.map((index) => batch.sequences[index]?.ids ?? []);
  writeScoringInputs(executor, layoutSequences(ids, chunk.rows).inputs);
  executor.run('forward');
  return executor;
}

/** The executor of a chunk's shape: forward, backward and update of the policy. */
export function trainingPlan(
  bench: Workbench,
  { rows }: SequenceChunk,
  onProgress?: CompileProgress,
): Promise<Executor> {
  return bench.plans.scoring(bench.policy, { rows, train: true }, onProgress);
}
