import { beforeAll, describe, expect, it } from 'vitest';
import { compileKernels } from '../../../tools/site/wasmKernels.ts';
import { startCpu } from '../testing/cpu.ts';
import { gaussians, integers } from '../testing/seeded.ts';
import { expectParity } from '../testing/wasmParity.ts';
import { openWasmRuns, type RunWasm } from '../testing/wasmRuns.ts';

let runWasm: RunWasm;
beforeAll(async () => {
  await startCpu();
  runWasm = await openWasmRuns(compileKernels, 'simd');
});

describe.each([
  { rows: 1, capacity: 2, heads: 1, kvHeads: 1, headSize: 2 },
  { rows: 3, capacity: 7, heads: 3, kvHeads: 1, headSize: 6 },
  { rows: 5, capacity: 19, heads: 4, kvHeads: 2, headSize: 32 },
  { rows: 2, capacity: 9, heads: 2, kvHeads: 2, headSize: 11 },
])('the cache on WASM, R $rows, S $capacity, heads $heads over $kvHeads of $headSize', (shape) => {
  const { rows, capacity, heads, kvHeads, headSize } = shape;
  const attributes = { capacity, heads, kvHeads, headSize };
  const width = (heads + 2 * kvHeads) * headSize;
  const cacheShape = [rows, capacity, kvHeads * headSize];
  const caches = [2, 3].map((seed) => ({
    shape: cacheShape,
    data: gaussians(seed, rows * capacity * kvHeads * headSize),
  }));

  it.each([1, 30])('attends over the slots so far, deviation %d', (deviation) => {
    const positions = integers(4, rows, capacity);
    positions[0] = capacity - 1;
    positions[rows - 1] = 0;
    expectParity(
      runWasm,
      {
        kernel: 'cachedAttention',
        inputs: [
          { shape: [rows, width], data: gaussians(1, rows * width, deviation) },
          { shape: [rows], data: positions },
          ...caches,
        ],
        outputShapes: [[rows, heads * headSize], cacheShape, cacheShape],
        attributes,
      },
      { rtol: 1e-3, atol: 1e-5 * deviation },
    );
  });

  it('stores rows at their slots', () => {
    const slots = Int32Array.from({ length: rows + 1 }, (_, row) => (row === 0 ? -1 : row * capacity - 1));
    expectParity(runWasm, {
      kernel: 'cacheRows',
      inputs: [
        { shape: [rows + 1, width], data: gaussians(5, (rows + 1) * width) },
        { shape: [rows + 1], data: slots },
        ...caches,
      ],
      outputShapes: [cacheShape, cacheShape],
      attributes,
    });
  });
});

it('a row that stands past its last slot touches no other row', () => {
  const caches = [1, 2].map((seed) => ({ shape: [2, 3, 4], data: gaussians(seed, 24) }));
  const [, keyCache] = runWasm({
    kernel: 'cachedAttention',
    inputs: [{ shape: [2, 12], data: gaussians(3, 24) }, { shape: [2], data: Int32Array.of(3, 1) }, ...caches],
    outputShapes: [
      [2, 4],
      [2, 3, 4],
      [2, 3, 4],
    ],
    attributes: { capacity: 3, heads: 1, kvHeads: 1, headSize: 4 },
  });
  expect([...keyCache!.slice(0, 16)]).toEqual([...caches[0]!.data.slice(0, 16)]);
});
