import { beforeAll, describe, expect, it } from 'vitest';
import { compileKernels } from '../../../tools/site/wasmKernels.ts';
import { startCpu } from '../testing/cpu.ts';
import type { KernelRun } from '../testing/kernelRuns.ts';
import { gaussians } from '../testing/seeded.ts';
import { expectParity } from '../testing/wasmParity.ts';
import { openWasmRuns, type RunWasm } from '../testing/wasmRuns.ts';

let runWasm: RunWasm;
beforeAll(async () => {
  await startCpu();
  runWasm = await openWasmRuns(compileKernels, 'simd');
});

/** Rows behind one another, `unused` ones last. */
function segmentsOf(lengths: readonly number[], unused: number): Int32Array {
  const segments: number[] = [];
  let begin = 0;
  for (const length of lengths) {
    for (let row = 0; row < length; row++) segments.push(begin, begin + length);
    begin += length;
  }
  return Int32Array.from([...segments, ...new Array<number>(2 * unused).fill(0)]);
}

describe.each([
  { lengths: [1], unused: 0, heads: 1, kvHeads: 1, headSize: 2 },
  { lengths: [5, 1, 4], unused: 3, heads: 3, kvHeads: 1, headSize: 6 },
  { lengths: [8, 16, 9], unused: 1, heads: 4, kvHeads: 2, headSize: 10 },
  { lengths: [35, 2], unused: 0, heads: 2, kvHeads: 2, headSize: 32 },
  { lengths: [33], unused: 7, heads: 2, kvHeads: 1, headSize: 64 },
  { lengths: [], unused: 3, heads: 2, kvHeads: 1, headSize: 4 },
])('attention on WASM, segments $lengths + $unused, heads $heads over $kvHeads of $headSize', (shape) => {
  const { heads, kvHeads, headSize } = shape;
  const attributes = { heads, kvHeads, headSize };
  const segments = segmentsOf(shape.lengths, shape.unused);
  const rows = segments.length / 2;
  const width = (heads + 2 * kvHeads) * headSize;
  const outShape = [rows, heads * headSize];

  it.each([1, 3])('agrees forward and backward, deviation %d', (deviation) => {
    const qkv = { shape: [rows, width], data: gaussians(1, rows * width, deviation) };
    const segmentsOperand = { shape: [rows, 2], data: segments };
    const forward: KernelRun = {
      kernel: 'causalAttention',
      inputs: [qkv, segmentsOperand],
      outputShapes: [outShape, [rows, heads]],
      attributes,
    };
    expectParity(runWasm, forward);
    const [out, lse] = runWasm(forward);
    const dOut = { shape: outShape, data: gaussians(2, rows * heads * headSize) };
    const backward: KernelRun = {
      kernel: 'causalAttentionGrad',
      inputs: [qkv, segmentsOperand, { shape: outShape, data: out! }, { shape: [rows, heads], data: lse! }, dOut],
      outputShapes: [qkv.shape],
      attributes,
    };
    // Scores of size s carry errors of s·6e-8, which the exponential makes relative.
    expectParity(runWasm, backward, deviation === 1 ? {} : { atol: 2e-4, rtol: 1e-3 });
  });

  it('is the same in every run', () => {
    const qkv = { shape: [rows, width], data: gaussians(3, rows * width) };
    const run: KernelRun = {
      kernel: 'causalAttention',
      inputs: [qkv, { shape: [rows, 2], data: segments }],
      outputShapes: [outShape, [rows, heads]],
      attributes,
    };
    expect(runWasm(run)).toEqual(runWasm(run));
  });
});

it('attention on WASM survives scores of ±300 and beyond', () => {
  const attributes = { heads: 1, kvHeads: 1, headSize: 4 };
  const qkv = { shape: [20, 12], data: gaussians(4, 240, 20) };
  const segments = { shape: [20, 2], data: segmentsOf([20], 0) };
  const forward: KernelRun = {
    kernel: 'causalAttention',
    inputs: [qkv, segments],
    outputShapes: [
      [20, 4],
      [20, 1],
    ],
    attributes,
  };
  expectParity(runWasm, forward, { rtol: 1e-3, atol: 1e-3 });
  const [out, lse] = runWasm(forward);
  const [gradient] = runWasm({
    kernel: 'causalAttentionGrad',
    inputs: [
      qkv,
      segments,
      { shape: [20, 4], data: out! },
      { shape: [20, 1], data: lse! },
      { shape: [20, 4], data: gaussians(5, 80) },
    ],
    outputShapes: [[20, 12]],
    attributes,
  });
  expect(gradient!.every(Number.isFinite)).toBe(true);
});
