import { type Executor, hyperValues } from '../../kernels/index.ts';
import { collate, type SequenceBatch, type SequenceChunk } from '../data/collate.ts';
import type { TokenizedRow } from '../data/tokenizeRow.ts';
import type { CompileProgress } from '../model/PlanCache.ts';
import { layoutSequences, scoreSequences, scoringRows, writeScoringInputs } from '../model/scorer.ts';
import { writeReference } from '../model/writeReference.ts';
import type { BatchScores } from './batchArrays.ts';
import { evaluateBatch, type ObjectiveSettings, type ScoredBatch } from './evaluateBatch.ts';
import { type ReferencePass, referencePass } from './referencePass.ts';
import { randomStream } from './rng.ts';
import { batchScores } from './scoreBatch.ts';
import type { Workbench } from './workbench.ts';

export interface StepOutcome {
  readonly batches: readonly ScoredBatch[];
  /** Before clipping. */
  readonly gradNorm: number;
  readonly state: Readonly<Record<string, number>>;
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
  let { state = {} } = objective;
  let last: Executor | null = null;
  for (const rows of microBatches) {
    const batch = collate(rows, bench.method.needs, bench.model.config.contextLength, {
      chunkLimit: bench.chunkLimit,
      random,
    });
    const reference = await passReference(bench, batch);
    const scores = await forward(bench, batch, reference);
    const scored = evaluateBatch(bench.method, batch, scores, { ...objective, state });
    last = await backward(bench, batch, reference, scored);
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
export const ADAM_EPSILON = 1e-8;

/** Zeros of the right length where the method subtracts no reference. */
async function passReference(bench: Workbench, { sequences }: SequenceBatch): Promise<ReferencePass> {
  const { references, vocabulary = [], tokenMask, hidden } = bench.method.needs;
  if (references.length > 0 || vocabulary.includes('kl') || tokenMask || hidden) return referencePass(bench, sequences);
  return { logps: sequences.map(({ ids }) => new Float32Array(ids.length - 1)), distributions: undefined };
}

/** Per-token numbers under the policy. Activations of the trained sequences stay in their plans for `backward`. */
async function forward(bench: Workbench, batch: SequenceBatch, reference: ReferencePass): Promise<BatchScores> {
  const scores: { logps: Float32Array; kl?: Float32Array; logCollisions?: Float32Array }[] = new Array(batch.trained);
  const others = batch.sequences.slice(batch.trained).map(({ ids }) => ids);
  const vocabulary = bench.method.needs.vocabulary ?? [];
  scores.push(...(await scoreSequences(bench.plans, bench.policy, others)));
  for (const chunk of batch.chunks) {
    const executor = await forwardChunk(bench, batch, chunk, reference);
    const logps = await executor.read('logps'); // [M]
    const kl = vocabulary.includes('kl') ? await executor.read('kl') : undefined; // [M]
    const collisions = vocabulary.includes('collision') ? await executor.read('logCollision') : undefined; // [M]
    for (const [index, begin, end] of rowRanges(batch, chunk)) {
      scores[index] = {
        logps: logps.slice(begin, end),
        ...(kl && { kl: kl.slice(begin, end) }),
        ...(collisions && { logCollisions: collisions.slice(begin, end) }),
      };
    }
  }
  return batchScores(scores, reference);
}

/** Adds d loss / d parameters to the gradient buffer. Returns the last plan it ran. */
async function backward(
  bench: Workbench,
  batch: SequenceBatch,
  reference: ReferencePass,
  { tokenGradients, klGradients }: ScoredBatch,
): Promise<Executor | null> {
  let last: Executor | null = null;
  for (const chunk of batch.chunks) {
    // Chunks that share a plan have overwritten each other's activations: theirs are computed again.
    const shared = batch.chunks.filter(({ rows }) => rows === chunk.rows);
    const executor =
      shared.length > 1 ? await forwardChunk(bench, batch, chunk, reference) : await trainingPlan(bench, chunk);
    const packed = (gradients: readonly Float64Array[] | null) => {
      const rows = new Float32Array(chunk.rows); // [M]
      for (const [index, begin] of rowRanges(batch, chunk)) rows.set(gradients?.[index] ?? [], begin);
      return rows;
    };
    executor.write('dLogps', packed(tokenGradients));
    if (reference.distributions) executor.write('dKl', packed(klGradients));
    executor.run('backward');
    last = executor;
  }
  return last;
}

/** A chunk's sequences with their rows in the plan: index, begin, end. */
function rowRanges({ sequences }: SequenceBatch, { members }: SequenceChunk): [number, number, number][] {
  let end = 0;
  return members.map((index) => {
    const begin = end;
    end += scoringRows(sequences[index]?.ids ?? []);
    return [index, begin, end];
  });
}

/** Fills a chunk's plan and runs it forward; its activations stay for a backward. */
export async function forwardChunk(
  bench: Workbench,
  batch: SequenceBatch,
  chunk: SequenceChunk,
  { distributions }: Pick<ReferencePass, 'distributions'>,
): Promise<Executor> {
  const executor = await trainingPlan(bench, chunk);
  const ids = chunk.members.map((index) => batch.sequences[index]?.ids ?? []);
  const { inputs, begins } = layoutSequences(ids, chunk.rows);
  writeScoringInputs(executor, inputs);
  if (distributions) {
    const hidden = chunk.members.map((index) => distributions.hidden[index] ?? new Float32Array(0));
    writeReference(executor, { head: distributions.head, hidden }, begins);
  }
  executor.run('forward');
  return executor;
}

/** The executor of a chunk's shape: forward, backward and update of the policy, with the statistics the method reads. */
export function trainingPlan(
  bench: Workbench,
  { rows }: SequenceChunk,
  onProgress?: CompileProgress,
): Promise<Executor> {
  const { vocabulary = [] } = bench.method.needs;
  const statistics = { kl: vocabulary.includes('kl'), collision: vocabulary.includes('collision') };
  return bench.plans.scoring(bench.policy, { rows, train: true, statistics }, onProgress);
}
