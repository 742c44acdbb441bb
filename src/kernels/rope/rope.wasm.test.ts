import { beforeAll, describe, it } from 'vitest';
import { compileKernels } from '../../../tools/site/wasmKernels.ts';
import { startCpu } from '../testing/cpu.ts';
import { expectClose } from '../testing/expectClose.ts';
import { type KernelRun, runHost } from '../testing/kernelRuns.ts';
import { gaussians, integers } from '../testing/seeded.ts';
import { expectParity } from '../testing/wasmParity.ts';
import { openWasmRuns, type RunWasm } from '../testing/wasmRuns.ts';

let runWasm: RunWasm;
beforeAll(async () => {
  await startCpu();
  runWasm = await openWasmRuns(compileKernels, 'simd');
});

describe.each([
  { rows: 1, heads: 1, width: 2, headSize: 2 },
  { rows: 7, heads: 2, width: 20, headSize: 6 },
  { rows: 33, heads: 3, width: 40, headSize: 8 },
  { rows: 12, heads: 2, width: 128, headSize: 32 },
])('rope on WASM, M $rows, heads $heads of $headSize in $width columns', ({ rows, heads, width, headSize }) => {
  const x = { shape: [rows, width], data: gaussians(1, rows * width) };
  const run = (positions: Int32Array, inverse: number, theta: number): KernelRun => ({
    kernel: 'rope',
    inputs: [x, { shape: [rows], data: positions }],
    outputShapes: [x.shape],
    attributes: { heads, headSize, theta, inverse },
  });

  it('turns by position, forth and back', () => {
    for (const inverse of [0, 1]) {
      expectParity(runWasm, run(integers(2, rows, rows), inverse, 10_000));
      // The reference's angles are float32: a position of hundreds costs it as many roundings.
      expectParity(runWasm, run(integers(3, rows, 600), inverse, 500_000), { atol: 2e-4 });
    }
  });

  it('turns late positions exactly', () => {
    const late = run(
      Int32Array.from({ length: rows }, (_, row) => 100_000 + 977 * row),
      0,
      10_000,
    );
    expectClose(runWasm(late)[0]!, runHost(late)[0]!);
  });
});
