import { lifetimes, type Plan } from '../../kernels/index.ts';
import { collate, type SequenceBatch } from '../data/collate.ts';
import type { MemoryEstimate, Preflight } from '../protocol.ts';
import { dataOrder } from './dataOrder.ts';
import { referencePass } from './referencePass.ts';
import { randomStream } from './rng.ts';
import { forwardChunk, trainingPlan } from './step.ts';
import { tokensPerStep } from './tokensPerStep.ts';
import type { Workbench } from './workbench.ts';

const FLOAT_BYTES = 4;

/** Compiles the plans of the run's first batch. `onProgress` counts kernels over all of them. */
export async function warmUp(bench: Workbench, onProgress: (done: number, total: number) => void): Promise<void> {
  for (const chunk of firstBatch(bench).chunks) await trainingPlan(bench, chunk, onProgress);
}

/**
 * What a run will take, said before it starts. Time is measured: one forward and backward of the first batch with a
 * gradient of zero, which leaves the weights alone, after another that only warms up. A race takes a step of each objective.
 */
export async function measurePreflight(
  benches: readonly [Workbench, ...Workbench[]],
  now: () => number,
): Promise<Preflight> {
  const [bench] = benches;
  const { experiment } = bench;
  let secondsPerStep = 0;
  for (const racer of benches) {
    const batch = firstBatch(racer);
    await dummyStep(racer, batch);
    const start = now();
    await dummyStep(racer, batch);
    secondsPerStep += ((now() - start) / 1000) * experiment.gradient_accumulation_steps;
  }
  const rows = [...bench.train, ...bench.heldout];
  const truncated = rows.filter(({ chosen, rejected }) => chosen.truncated || rejected.truncated).length;
  return {
    backend: bench.backend.name,
    parameters: bench.model.parameters,
    downloadBytes: bench.model.layout.length * 2, // F16 on disk
    memory: await estimateMemory(benches),
    secondsPerStep,
    secondsTotal: secondsPerStep * experiment.max_steps,
    rows: bench.train.length,
    truncatedRows: truncated,
    tooLongRows: 0, // None is left out: what is too long is cut.
    tokens: tokensPerStep(bench.train, bench.method.needs, bench.model.config.contextLength, experiment),
  };
}

function firstBatch(bench: Workbench): SequenceBatch {
  const { experiment, train, method, model } = bench;
  const order = dataOrder(train.length, experiment.seed);
  const rows = Array.from({ length: experiment.per_device_train_batch_size }, (_, i) => train[order(i)]).filter(
    (row) => row !== undefined,
  );
  return collate(rows, method.needs, model.config.contextLength, {
    chunkLimit: bench.chunkLimit,
    random: randomStream(experiment.seed, 'objective/preflight'),
  });
}

async function dummyStep(bench: Workbench, batch: SequenceBatch): Promise<void> {
  const reference = await referencePass(bench, batch.sequences);
  for (const chunk of batch.chunks) {
    const executor = await forwardChunk(bench, batch, chunk, reference);
    executor.write('dLogps', new Float32Array(chunk.rows));
    if (reference.distributions) executor.write('dKl', new Float32Array(chunk.rows));
    executor.run('backward');
    await executor.read('logps');
  }
}

async function estimateMemory(benches: readonly [Workbench, ...Workbench[]]): Promise<MemoryEstimate> {
  const [bench] = benches;
  const referenceBytes = bench.model.layout.length * FLOAT_BYTES; // One for all of a race.
  const weightsBytes = benches.length * referenceBytes;
  const optimizerBytes = 3 * weightsBytes; // gradient and both moments
  let activationBytes = 0;
  for (const racer of benches) {
    const made = firstBatch(racer).chunks.map((chunk) => trainingPlan(racer, chunk));
    for (const { plan } of new Set(await Promise.all(made))) activationBytes += peakTemporaryBytes(plan);
  }
  const { maxBufferSize } = bench.backend.diagnosis.limits;
  return {
    weightsBytes,
    optimizerBytes,
    activationBytes,
    referenceBytes,
    totalBytes: weightsBytes + referenceBytes + optimizerBytes + activationBytes,
    limitBytes: bench.backend.name === 'webgpu' ? (maxBufferSize ?? null) : null,
  };
}

/** The most bytes of temporaries alive at once while a plan runs. */
export function peakTemporaryBytes(plan: Plan): number {
  const { dyingAfter, firstUse } = lifetimes(plan);
  const bytes = (shape: readonly number[]) => shape.reduce((product, size) => product * size, 1) * FLOAT_BYTES;
  const born = new Map<number, number>();
  for (const launch of plan.launches) {
    for (const value of launch.outputs) {
      const at = firstUse.get(value.id);
      if (at !== undefined && plan.launches[at] === launch) born.set(at, (born.get(at) ?? 0) + bytes(value.shape));
    }
  }
  let alive = 0;
  let peak = 0;
  plan.launches.forEach((_, index) => {
    alive += born.get(index) ?? 0;
    peak = Math.max(peak, alive);
    for (const value of dyingAfter[index] ?? []) alive -= bytes(value.shape);
  });
  return peak;
}
