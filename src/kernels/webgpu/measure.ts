import * as tf from '@tensorflow/tfjs-core';
import { hyperValues } from '../adamW/adamW.ts';
import { diagnose } from '../diagnose.ts';
import { matmul } from '../matmul/matmul.ts';
import type { Executor } from '../plan/executor.ts';
import { layoutParameters } from '../plan/layoutParameters.ts';
import { PlanBuilder } from '../plan/PlanBuilder.ts';
import type { Phase } from '../plan/types.ts';
import { tinyLlamaInputs, tinyLlamaPlan } from '../testing/tinyLlama.ts';
import { laneVariant, laneVariants } from './laneVariants.ts';
import { canRun, everywhere, exactVariants, MATMUL_VARIANTS } from './matmulVariants.ts';
import { normals } from './parity.ts';
import { registerTensorBackend } from './registerTensorBackend.ts';
import { isSoftwareAdapter } from './softwareAdapter.ts';
import { WebGPUBackend } from './WebGPUBackend.ts';

/** 1,024 rows of 16 full sequences through four layers. */
const SIZE = {
  sequences: 16,
  tokens: 64,
  layers: 4,
  heads: 4,
  kvHeads: 4,
  headSize: 32,
  channels: 128,
  width: 344,
  vocabulary: 512,
};
const ROUNDS = 7;
const [NN, NT, TN] = [
  { transposeA: false, transposeB: false },
  { transposeA: false, transposeB: true },
  { transposeA: true, transposeB: false },
];
/** Every product of the step above, and one square of each form. */
const PRODUCTS = [
  { what: 'NN 512', rows: 512, cols: 512, inner: 512, ...NN },
  { what: 'NT 512', rows: 512, cols: 512, inner: 512, ...NT },
  { what: 'TN 512', rows: 512, cols: 512, inner: 512, ...TN },
  { what: 'NT x·Wᵀ, queries, keys and values', rows: 1024, cols: 384, inner: 128, ...NT },
  { what: 'NN dy·W', rows: 1024, cols: 128, inner: 384, ...NN },
  { what: 'TN dyᵀ·x', rows: 384, cols: 128, inner: 1024, ...TN },
  { what: 'NT x·Wᵀ, gates and ups', rows: 1024, cols: 688, inner: 128, ...NT },
  { what: 'NN dy·W', rows: 1024, cols: 128, inner: 688, ...NN },
  { what: 'TN dyᵀ·x', rows: 688, cols: 128, inner: 1024, ...TN },
  { what: 'NT x·Wᵀ, down', rows: 1024, cols: 128, inner: 344, ...NT },
  { what: 'NN dy·W', rows: 1024, cols: 344, inner: 128, ...NN },
  { what: 'TN dyᵀ·x', rows: 128, cols: 344, inner: 1024, ...TN },
  { what: 'NT x·Wᵀ, head', rows: 1024, cols: 512, inner: 128, ...NT },
  { what: 'TN dyᵀ·x', rows: 512, cols: 128, inner: 1024, ...TN },
];

/**
 * The best round and the median of each, after one that is not counted: other work on the machine only ever adds. What is to be
 * compared takes turns.
 */
async function timedInTurns(runs: readonly (() => Promise<unknown>)[]): Promise<{ best: number; median: number }[]> {
  const times = runs.map((): number[] => []);
  for (let round = 0; round <= ROUNDS; round++) {
    for (const [i, run] of runs.entries()) {
      const start = performance.now();
      await run();
      if (round > 0) times[i]?.push(performance.now() - start);
    }
  }
  return times.map((ms) => {
    ms.sort((a, b) => a - b);
    return { best: ms[0] as number, median: ms[Math.floor(ROUNDS / 2)] as number };
  });
}

const timed = async (run: () => Promise<unknown>) => (await timedInTurns([run]))[0] as { best: number; median: number };

const both = ({ best, median }: { best: number; median: number }) => `${best.toFixed(1)} (${median.toFixed(1)})`;

/** Measures the kernels on the WebGPU that is here; `print` gets one line at a time. */
export async function measure(print: (line: string) => void): Promise<void> {
  const adapter = await navigator.gpu.requestAdapter();
  if (!adapter) throw new Error('no adapter');
  const gpu = await WebGPUBackend.open(adapter, { diagnosis: await diagnose(), generation: 1 });
  print(`${adapter.info.vendor} ${adapter.info.architecture} ${adapter.info.description}`);
  for (const variant of exactVariants(gpu.device)) {
    gpu.setTraits({ matmul: everywhere(variant) });
    await measureStep(gpu, variant, print);
  }
  await registerTensorBackend(gpu.device);
  for (const product of PRODUCTS) print(await measureProduct(gpu, product));
}

async function measureStep(gpu: WebGPUBackend, variant: string, print: (line: string) => void): Promise<void> {
  const plan = tinyLlamaPlan(SIZE);
  const lanes = laneVariant(isSoftwareAdapter(gpu.device.adapterInfo), gpu.device.features);
  const store = gpu.createStore(plan.layout, { trainable: true });
  store.upload(
    'parameters',
    normals(plan.layout.length, 9).map((value) => value * 0.05),
  );
  const started = performance.now();
  const executor = await gpu.prepare(plan, store);
  const compiled = performance.now() - started;
  const segments = Int32Array.from({ length: 2 * SIZE.sequences * SIZE.tokens }, (_, i) => {
    const sequence = Math.floor(i / 2 / SIZE.tokens);
    return (sequence + (i % 2)) * SIZE.tokens;
  });
  const inputs = { ...tinyLlamaInputs(SIZE, 1), segments };
  const settings = {
    learningRate: 1e-3,
    beta1: 0.9,
    beta2: 0.999,
    eps: 1e-8,
    weightDecay: 0,
    maxGradNorm: 1,
    gradientScale: 1,
  };
  const write = (target: typeof executor) => {
    for (const [name, data] of Object.entries(inputs)) target.write(name, data);
    target.write('hyper', hyperValues({ ...settings, step: 1 }));
  };
  write(executor);
  const phase = async (...phases: Phase[]) => {
    executor.run(...phases);
    await executor.read('norm');
  };
  const first = performance.now();
  await phase('forward', 'backward', 'update');
  const firstStep = performance.now() - first;
  const columns: string[] = [];
  for (const phases of [['forward'], ['backward'], ['update'], ['forward', 'backward', 'update'], []] as Phase[][]) {
    columns.push(both(await timed(() => phase(...phases))));
  }
  const encoding: number[] = [];
  await timed(async () => {
    const start = performance.now();
    executor.run('forward', 'backward', 'update');
    encoding.push(performance.now() - start);
    await executor.read('norm');
  });
  print(
    `step ${variant}: ${plan.launches.length} launches; compile ${compiled.toFixed(0)}, first step ${firstStep.toFixed(0)}; ` +
      `best (median) of forward, backward, update, step, read-back: ${columns.join(', ')}; encode ${Math.min(...encoding).toFixed(2)} ms`,
  );
  executor.dispose();
  // By kernel: the same launches, alone.
  for (const kernel of new Set(plan.launches.map((launch) => launch.kernel))) {
    const launches = plan.launches.filter((launch) => launch.kernel === kernel);
    const ways = kernel === 'matmul' ? [lanes] : laneVariants(gpu.device.features);
    const parts: Executor[] = [];
    for (const way of ways) {
      gpu.setTraits({ lanes: way });
      const part = await gpu.prepare({ ...plan, launches, outputs: new Map() }, store);
      write(part);
      parts.push(part);
    }
    const times = await timedInTurns(
      parts.map((part) => () => {
        part.run('forward', 'backward', 'update');
        return gpu.device.queue.onSubmittedWorkDone();
      }),
    );
    const text = times.map((time, i) => `${ways.length > 1 ? `${ways[i]} ` : ''}${both(time)}`).join(', ');
    print(`  ${kernel} ×${launches.length}: ${text} ms`);
    for (const part of parts) part.dispose();
  }
  gpu.setTraits({ lanes });
  store.dispose();
}

async function measureProduct(gpu: WebGPUBackend, product: (typeof PRODUCTS)[number]): Promise<string> {
  const { what, rows, cols, inner, transposeA, transposeB } = product;
  const aShape: [number, number] = transposeA ? [inner, rows] : [rows, inner];
  const bShape: [number, number] = transposeB ? [cols, inner] : [inner, cols];
  const a = normals(rows * inner, 1);
  const b = normals(cols * inner, 2);
  const flops = 2 * rows * cols * inner;
  const rate = (ms: number) => flops / ms / 1e6;
  const done = () => gpu.device.queue.onSubmittedWorkDone();
  const runs: { name: string; run: () => Promise<unknown>; dispose: () => void }[] = [];
  for (const variant of MATMUL_VARIANTS.filter((one) => canRun(one, gpu.device))) {
    gpu.setTraits({ matmul: everywhere(variant) });
    const layout = layoutParameters([]);
    const builder = new PlanBuilder(layout);
    matmul(builder, builder.input('a', aShape), builder.input('b', bShape), { transposeA, transposeB });
    const store = gpu.createStore(layout, { trainable: false });
    const executor = await gpu.prepare(builder.build(), store);
    executor.write('a', a);
    executor.write('b', b);
    const run = () => {
      executor.run('forward');
      return done();
    };
    runs.push({ name: variant, run, dispose: () => executor.dispose() });
  }
  const [x, y] = [tf.tensor2d(a, aShape), tf.tensor2d(b, bShape)];
  const run = () => {
    tf.matMul(x, y, transposeA, transposeB).dispose();
    const backend = tf.backend() as unknown as { endComputePassEncoder(): void; submitQueue(): void };
    backend.endComputePassEncoder();
    backend.submitQueue();
    return done();
  };
  const times = await timedInTurns([...runs.map((one) => one.run), run]);
  for (const { dispose } of runs) dispose();
  tf.dispose([x, y]);
  const rates = Object.fromEntries(runs.map(({ name }, i) => [name, rate(times[i]?.best as number)]));
  const tfjs = rate(times.at(-1)?.best as number);
  const text = Object.entries(rates).map(
    ([name, value]) => `${name} ${value.toFixed(2)} (${(value / tfjs).toFixed(1)}×)`,
  );
  return `matmul ${what} ${rows}×${cols}×${inner}: ${text.join(', ')}, TF.js ${tfjs.toFixed(2)} GFLOP/s`;
}
