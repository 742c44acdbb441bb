import * as tf from '@tensorflow/tfjs-core';
import { hyperValues } from '../adamW/adamW.ts';
import { diagnose } from '../diagnose.ts';
import { matmul } from '../matmul/matmul.ts';
import { layoutParameters } from '../plan/layoutParameters.ts';
import { PlanBuilder } from '../plan/PlanBuilder.ts';
import type { Phase } from '../plan/types.ts';
import { tinyLlamaInputs, tinyLlamaPlan } from '../testing/tinyLlama.ts';
import { canRun, everywhere, exactVariants, MATMUL_VARIANTS } from './matmulVariants.ts';
import { normals } from './parity.ts';
import { registerTensorBackend } from './registerTensorBackend.ts';
import { WebGPUBackend } from './WebGPUBackend.ts';

/** nano-1's shape, a batch of 32 sequences of 48 tokens. */
const SIZE = {
  sequences: 32,
  tokens: 48,
  layers: 3,
  heads: 3,
  kvHeads: 1,
  headSize: 32,
  channels: 96,
  width: 192,
  vocabulary: 1024,
};
const ROUNDS = 7;
const PRODUCTS = [
  { what: 'NN 512', rows: 512, cols: 512, inner: 512, transposeA: false, transposeB: false },
  { what: 'NT 512', rows: 512, cols: 512, inner: 512, transposeA: false, transposeB: true },
  { what: 'TN 512', rows: 512, cols: 512, inner: 512, transposeA: true, transposeB: false },
  { what: 'NT x·Wᵀ of the MLP', rows: 1536, cols: 192, inner: 96, transposeA: false, transposeB: true },
  { what: 'NN dy·W of the MLP', rows: 1536, cols: 96, inner: 192, transposeA: false, transposeB: false },
  { what: 'TN dyᵀ·x of the MLP', rows: 192, cols: 96, inner: 1536, transposeA: true, transposeB: false },
  { what: 'NT the head', rows: 1536, cols: 1024, inner: 96, transposeA: false, transposeB: true },
];

/** The best round and the median, after one that is not counted: other work on the machine only ever adds. */
async function timed(run: () => Promise<unknown>): Promise<{ best: number; median: number }> {
  const times: number[] = [];
  for (let round = 0; round <= ROUNDS; round++) {
    const start = performance.now();
    await run();
    if (round > 0) times.push(performance.now() - start);
  }
  times.sort((a, b) => a - b);
  return { best: times[0] as number, median: times[Math.floor(ROUNDS / 2)] as number };
}

const both = ({ best, median }: { best: number; median: number }) => `${best.toFixed(1)} (${median.toFixed(1)})`;

/** Measures the kernels on the WebGPU that is here; `print` gets one line at a time. */
export async function measure(print: (line: string) => void): Promise<void> {
  const adapter = await navigator.gpu.requestAdapter();
  if (!adapter) throw new Error('no adapter');
  const gpu = await WebGPUBackend.open(adapter, { diagnosis: await diagnose(), generation: 1 });
  print(`${adapter.info.vendor} ${adapter.info.architecture} ${adapter.info.description}`);
  for (const variant of exactVariants(gpu.device.features)) {
    gpu.setTraits({ matmul: everywhere(variant) });
    await measureStep(gpu, variant, print);
  }
  await registerTensorBackend(gpu.device);
  for (const product of PRODUCTS) print(await measureProduct(gpu, product));
}

async function measureStep(gpu: WebGPUBackend, variant: string, print: (line: string) => void): Promise<void> {
  const plan = tinyLlamaPlan(SIZE);
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
    const part = await gpu.prepare({ ...plan, launches, outputs: new Map() }, store);
    write(part);
    const time = await timed(() => {
      part.run('forward', 'backward', 'update');
      return gpu.device.queue.onSubmittedWorkDone();
    });
    print(`  ${kernel} ×${launches.length}: ${both(time)} ms`);
    part.dispose();
  }
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
  const rates: Record<string, number> = {};
  for (const variant of MATMUL_VARIANTS.filter((one) => canRun(one, gpu.device.features))) {
    gpu.setTraits({ matmul: everywhere(variant) });
    const layout = layoutParameters([]);
    const builder = new PlanBuilder(layout);
    matmul(builder, builder.input('a', aShape), builder.input('b', bShape), { transposeA, transposeB });
    const store = gpu.createStore(layout, { trainable: false });
    const executor = await gpu.prepare(builder.build(), store);
    executor.write('a', a);
    executor.write('b', b);
    const { best } = await timed(() => {
      executor.run('forward');
      return gpu.device.queue.onSubmittedWorkDone();
    });
    rates[variant] = rate(best);
    executor.dispose();
  }
  const [x, y] = [tf.tensor2d(a, aShape), tf.tensor2d(b, bShape)];
  const { best } = await timed(() => {
    tf.matMul(x, y, transposeA, transposeB).dispose();
    const backend = tf.backend() as unknown as { endComputePassEncoder(): void; submitQueue(): void };
    backend.endComputePassEncoder();
    backend.submitQueue();
    return gpu.device.queue.onSubmittedWorkDone();
  });
  const tfjs = rate(best);
  const text = Object.entries(rates).map(
    ([name, value]) => `${name} ${value.toFixed(2)} (${(value / tfjs).toFixed(1)}×)`,
  );
  return `matmul ${what} ${rows}×${cols}×${inner}: ${text.join(', ')}, TF.js ${tfjs.toFixed(2)} GFLOP/s`;
}
