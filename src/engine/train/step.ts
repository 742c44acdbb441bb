import { hyperValues } from '../../kernels/index.ts';
import { collate, type SequenceBatch } from '../data/collate.ts';
import type { TokenizedRow } from '../data/tokenizeRow.ts';
import type { Hyperparameters } from '../methods/types.ts';
import { layoutSequences, scoreSequences, writeScoringInputs } from '../model/scorer.ts';
import { evaluateBatch, type ScoredBatch } from './evaluateBatch.ts';
import type { Workbench } from './workbench.ts';

export interface OptimizerSettings {
  readonly learningRate: number;
  /** From 1. */
  readonly step: number;
}

/**
 * One optimisation step over `microBatches`: log-probs forward, the objective in float64, its gradient back, AdamW.
 * Returns each micro-batch's outcome and the gradient norm before clipping.
 */
export async function trainStep(
  bench: Workbench,
  microBatches: readonly (readonly TokenizedRow[])[],
  hyper: Hyperparameters,
  optimizer: OptimizerSettings,
): Promise<{ readonly batches: readonly ScoredBatch[]; readonly gradNorm: number }> {
  const batches: ScoredBatch[] = [];
  let shape = { sequences: 0, tokens: 0 };
  for (const rows of microBatches) {
    const batch = collate(rows, bench.method.needs, bench.model.config.contextLength);
    const refLogps = await referenceLogps(bench, batch); // [N][n−1]
    const logps = await forward(bench, batch); // [N][n−1]
    const scored = evaluateBatch(bench.method, batch, logps, refLogps, hyper);
    await backward(bench, batch, scored.tokenGradients);
    batches.push(scored);
    const chunk = batch.chunks.at(-1);
    shape = { sequences: chunk?.members.length ?? 0, tokens: chunk?.tokens ?? 0 };
  }

  // Any training plan of this store holds the optimiser; the last one is warm.
  const executor = await bench.plans.scoring(bench.policy, { ...shape, train: true });
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
  executor.write('hyper', hyperValues(settings));
  executor.run('update');
  const norm = await executor.read('norm'); // [1]
  return { batches, gradNorm: (norm[0] ?? Number.NaN) * gradientScale };
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
  const mismatched = await scoreSequences(
    bench.plans,
    bench.policy,
    batch.sequences.slice(batch.trained).map(({ ids }) => ids),
  );
  const logps: Float32Array[] = new Array(batch.trained);
  for (const { members, tokens } of batch.chunks) {
    const shape = { sequences: members.length, tokens };
    const executor = await bench.plans.scoring(bench.policy, { ...shape, train: true });
    const inputs = layoutSequences(
      members.map((index) => batch.sequences[index]?.ids ?? []),
      shape,
    );
    writeScoringInputs(executor, inputs);
    executor.run('forward');
    const rows = await executor.read('logps'); // [N·T]
    members.forEach((index, n) => {
      logps[index] = rows.slice(n * tokens, n * tokens + (inputs.lengths[n] ?? 0));
    });
  }
  return [...logps, ...mismatched.map((score) => score.logps)];
}

/** Adds d loss / d parameters to the gradient buffer. `tokenGradients` [N][n−1]. */
async function backward(
  bench: Workbench,
  batch: SequenceBatch,
  tokenGradients: readonly Float64Array[],
): Promise<void> {
  for (const { members, tokens } of batch.chunks) {
    const executor = await bench.plans.scoring(bench.policy, { sequences: members.length, tokens, train: true });
    const dLogps = new Float32Array(members.length * tokens); // [N·T]
    members.forEach((index, n) => {
      dLogps.set(tokenGradients[index] ?? [], n * tokens);
    });
    executor.write('dLogps', dLogps);
    executor.run('backward');
  }
}
