import { beforeAll, describe, it } from 'vitest';
import { startCpu } from '../testing/cpu.ts';
import type { KernelRun, Operand } from '../testing/kernelRuns.ts';
import { gaussians, integers } from '../testing/seeded.ts';
import { expectParity } from '../testing/wasmParity.ts';
import { openWasmRuns, type RunWasm } from '../testing/wasmRuns.ts';
import { fetchKernels } from './loadKernels.ts';

/**
 * Both builds in the browser that runs them: only here are the relaxed instructions, whose rounding is the processor's own. One
 * run of each kernel that multiplies and adds, odd sizes throughout; every edge is in the kernels' own tests.
 */
const ROWS = 37;
const ATTENTION = { heads: 4, kvHeads: 2, headSize: 14 };
const OUT_WIDTH = 4 * 14;
const WIDTH = 8 * 14;
const CHANNELS = 45;
const CAPACITY = 11;

function floats(seed: number, shape: readonly number[], deviation = 1): Operand {
  return {
    shape,
    data: gaussians(
      seed,
      shape.reduce((product, size) => product * size, 1),
      deviation,
    ),
  };
}

const segments: Operand = {
  shape: [ROWS, 2],
  data: Int32Array.from({ length: 2 * ROWS }, (_, i) => {
    const row = i >> 1;
    if (row >= 34) return 0;
    return row < 21 ? (i % 2) * 21 : i % 2 ? 34 : 21;
  }),
};
const targets: Operand = { shape: [ROWS], data: integers(1, ROWS, 120) };
const caches = [2, 3].map((seed) => floats(seed, [ROWS, CAPACITY, 2 * 14]));

const forward: KernelRun = {
  kernel: 'causalAttention',
  inputs: [floats(1, [ROWS, WIDTH]), segments],
  outputShapes: [
    [ROWS, OUT_WIDTH],
    [ROWS, 4],
  ],
  attributes: ATTENTION,
};
const logits = floats(5, [ROWS, 101], 4);

const RUNS: readonly KernelRun[] = [
  forward,
  {
    kernel: 'rmsNorm',
    inputs: [floats(1, [ROWS, CHANNELS]), floats(2, [CHANNELS])],
    outputShapes: [[ROWS, CHANNELS], [ROWS]],
    attributes: { eps: 1e-5 },
  },
  {
    kernel: 'rmsNormGrad',
    inputs: [
      floats(1, [ROWS, CHANNELS]),
      floats(2, [CHANNELS]),
      floats(3, [ROWS]),
      floats(4, [ROWS, CHANNELS]),
      floats(5, [ROWS, CHANNELS]),
    ],
    outputShapes: [[ROWS, CHANNELS]],
  },
  {
    kernel: 'rmsNormGainGrad',
    inputs: [floats(1, [ROWS, CHANNELS]), floats(3, [ROWS]), floats(4, [ROWS, CHANNELS])],
    outputShapes: [[CHANNELS]],
    previous: [gaussians(6, CHANNELS)],
  },
  { kernel: 'swiglu', inputs: [floats(1, [ROWS, 2 * CHANNELS], 3)], outputShapes: [[ROWS, CHANNELS]] },
  {
    kernel: 'swigluGrad',
    inputs: [floats(1, [ROWS, 2 * CHANNELS], 3), floats(2, [ROWS, CHANNELS])],
    outputShapes: [[ROWS, 2 * CHANNELS]],
  },
  {
    kernel: 'rope',
    inputs: [floats(1, [ROWS, WIDTH]), { shape: [ROWS], data: integers(2, ROWS, 64) }],
    outputShapes: [[ROWS, WIDTH]],
    attributes: { heads: 6, headSize: 14, theta: 10_000, inverse: 0 },
  },
  {
    kernel: 'logitStatistics',
    inputs: [logits, targets, { shape: [ROWS, 4], data: earlierStatistics() }],
    outputShapes: [[ROWS, 4]],
    attributes: { firstId: 9 },
  },
  {
    kernel: 'tokenLogpsGrad',
    inputs: [logits, targets, { shape: [ROWS], data: new Float32Array(ROWS).fill(12) }, floats(7, [ROWS])],
    outputShapes: [[ROWS, 101]],
    attributes: { firstId: 9 },
  },
  {
    kernel: 'klStatistics',
    inputs: [
      logits,
      floats(11, [ROWS, 101], 4),
      { shape: [ROWS, 4], data: earlierStatistics() },
      { shape: [ROWS, 4], data: earlierStatistics() },
    ],
    outputShapes: [[ROWS, 4]],
  },
  {
    kernel: 'tokenLogpsKlGrad',
    inputs: [
      logits,
      targets,
      { shape: [ROWS], data: new Float32Array(ROWS).fill(12) },
      floats(7, [ROWS]),
      floats(11, [ROWS, 101], 4),
      { shape: [ROWS], data: new Float32Array(ROWS).fill(13) },
      floats(12, [ROWS]),
    ],
    outputShapes: [[ROWS, 101]],
    attributes: { firstId: 9 },
  },
  {
    kernel: 'collisionStatistics',
    inputs: [
      logits,
      { shape: [ROWS, 4], data: earlierStatistics() },
      { shape: [ROWS, 2], data: Float32Array.from({ length: 2 * ROWS }, (_, i) => [2.5, 1.5][i % 2]!) },
    ],
    outputShapes: [[ROWS, 2]],
  },
  {
    kernel: 'adamW',
    inputs: [
      floats(1, [101]),
      floats(2, [101]),
      floats(3, [101]),
      { shape: [101], data: gaussians(4, 101).map((value) => value * value) },
      { shape: [1], data: Float32Array.of(3) },
      { shape: [8], data: Float32Array.of(1e-2, 0.9, 0.999, 1e-8, 0.1, 3, 1, 0.5) },
    ],
    outputShapes: [[101], [101], [101], [101]],
    attributes: { decayLength: 50 },
  },
  { kernel: 'globalNorm', inputs: [floats(1, [1003])], outputShapes: [[1]] },
  {
    kernel: 'cachedAttention',
    inputs: [floats(1, [ROWS, WIDTH]), { shape: [ROWS], data: integers(4, ROWS, CAPACITY) }, ...caches],
    outputShapes: [[ROWS, OUT_WIDTH], caches[0]!.shape, caches[0]!.shape],
    attributes: { ...ATTENTION, capacity: CAPACITY },
  },
  {
    kernel: 'chooseToken',
    inputs: [
      logits,
      { shape: [2, ROWS], data: Float32Array.from(integers(8, 2 * ROWS, 1000), (value) => value / 1000) },
      { shape: [8], data: Float32Array.of(0.8, 0.9, 9, 3, -1, -1, -1, -1) },
      { shape: [ROWS], data: new Int32Array(ROWS) },
      { shape: [ROWS], data: integers(9, ROWS, 5) },
      { shape: [ROWS], data: new Int32Array(ROWS) },
      floats(10, [ROWS, 2, 2]),
    ],
    outputShapes: [[ROWS], [ROWS], [ROWS], [ROWS, 2, 2]],
    attributes: { advance: 1, capacity: CAPACITY },
  },
];

/** (largest, mass, moment, target's logit) that some row could have. */
function earlierStatistics(): Float32Array {
  return Float32Array.from({ length: 4 * ROWS }, (_, i) => [3, 2.5, -1.5, 0][i % 4]!);
}

describe.each(['simd', 'relaxed'] as const)('the %s build, as served', (build) => {
  let runWasm: RunWasm;
  beforeAll(async () => {
    await startCpu();
    runWasm = await openWasmRuns(fetchKernels(new URL('/assets/kernels/', location.href).href), build);
  });

  it.each(RUNS.map((run) => ({ name: run.kernel, run })))('$name agrees with the reference', ({ run }) => {
    expectParity(runWasm, run);
  });

  it('the gradient of attention agrees with the reference', () => {
    const [out, lse] = runWasm(forward);
    expectParity(runWasm, {
      kernel: 'causalAttentionGrad',
      inputs: [
        ...forward.inputs,
        { shape: [ROWS, OUT_WIDTH], data: out! },
        { shape: [ROWS, 4], data: lse! },
        floats(6, [ROWS, OUT_WIDTH]),
      ],
      outputShapes: [[ROWS, WIDTH]],
      attributes: ATTENTION,
    });
  });
});
