import { beforeAll, describe, expect, it } from 'vitest';
import { compileKernels } from '../../../tools/site/wasmKernels.ts';
import { startCpu } from '../testing/cpu.ts';
import { expectClose } from '../testing/expectClose.ts';
import type { KernelRun, Operand } from '../testing/kernelRuns.ts';
import { gaussians, integers } from '../testing/seeded.ts';
import { logSoftmax64 } from '../testing/softmax64.ts';
import { expectParity } from '../testing/wasmParity.ts';
import { openWasmRuns, type RunWasm } from '../testing/wasmRuns.ts';

let runWasm: RunWasm;
beforeAll(async () => {
  await startCpu();
  runWasm = await openWasmRuns(compileKernels, 'simd');
});

describe.each([
  [1, 2, 0],
  [3, 7, 0],
  [5, 64, 30],
  [4, 2051, 100],
])('KL on WASM, M %d, P %d, ids from %d', (rows, width, firstId) => {
  it.each([1, 5, 150])('agrees with the reference, deviation %d', (deviation) => {
    const matrix = (seed: number): Operand => ({
      shape: [rows, width],
      data: gaussians(seed, rows * width, deviation),
    });
    const [logits, refLogits] = [matrix(1), matrix(2)];
    const [earlier, refEarlier] = [matrix(3), matrix(4)];
    const targets = { shape: [rows], data: integers(2, rows, 2 * width + firstId) };
    const four = (data: Float32Array | undefined) => ({ shape: [rows, 4], data: data! });
    const vector = (data: Float32Array | undefined) => ({ shape: [rows], data: data! });
    const statisticsOf = (part: Operand, previous?: Float32Array): Float32Array =>
      runWasm({
        kernel: 'logitStatistics',
        inputs: [part, targets, ...(previous ? [four(previous)] : [])],
        outputShapes: [[rows, 4]],
        attributes: { firstId },
      })[0]!;
    const before = statisticsOf(earlier);
    const statistics = statisticsOf(logits, before);
    const first: KernelRun = {
      kernel: 'klStatistics',
      inputs: [earlier, refEarlier, four(before)],
      outputShapes: [[rows, 4]],
    };
    expectParity(runWasm, first);
    const previous = runWasm(first)[0]!;
    const second = { ...first, inputs: [logits, refLogits, four(statistics), four(previous)] };
    expectParity(runWasm, second);
    const refStatistics = runWasm(second)[0]!;
    const tokens: KernelRun = {
      kernel: 'tokenKl',
      inputs: [four(statistics), four(refStatistics)],
      outputShapes: [[rows], [rows]],
    };
    expectParity(runWasm, tokens);
    const refLse = runWasm(tokens)[1]!;
    const [, lse] = runWasm({
      kernel: 'tokenLogps',
      inputs: [four(statistics)],
      outputShapes: [[rows], [rows], [rows]],
    });
    const [dLogps, dKl] = [gaussians(5, rows), gaussians(6, rows)];
    dLogps.fill(0, 1, 3);
    dKl.fill(0, 2, 4); // Row 1: KL alone; 2: nothing; 3: log-probs alone.
    expectParity(
      runWasm,
      {
        kernel: 'tokenLogpsKlGrad',
        inputs: [logits, targets, vector(lse), vector(dLogps), refLogits, vector(refLse), vector(dKl)],
        outputShapes: [logits.shape],
        attributes: { firstId },
      },
      // e^(x − lse) inherits the rounding of an lse of hundreds.
      { atol: 1e-4 },
    );
  });
});

it('KL over 50000 ids is that in float64, and exactly 0 for the same logits', () => {
  const width = 50_000;
  const [logits, refLogits] = [gaussians(9, width, 2), gaussians(10, width, 2)];
  const kl = (reference: Float32Array): number => {
    const one = (data: Float32Array) => ({ shape: [1, width], data });
    const [statistics] = runWasm({
      kernel: 'logitStatistics',
      inputs: [one(logits), { shape: [1], data: Int32Array.of(0) }],
      outputShapes: [[1, 4]],
      attributes: { firstId: 0 },
    });
    const four = { shape: [1, 4], data: statistics! };
    const inputs = [one(logits), one(reference), four];
    const [refStatistics] = runWasm({ kernel: 'klStatistics', inputs, outputShapes: [[1, 4]] });
    const both = [four, { shape: [1, 4], data: refStatistics! }];
    return runWasm({ kernel: 'tokenKl', inputs: both, outputShapes: [[1], [1]] })[0]![0]!;
  };
  const [p, q] = [logSoftmax64(logits, 0, width), logSoftmax64(refLogits, 0, width)];
  const expected = q.reduce((sum, value, j) => sum + Math.exp(value) * (value - p[j]!), 0);
  expectClose([kl(refLogits)], [expected], { rtol: 1e-6, atol: 0 });
  expect(kl(logits)).toBe(0);
});
