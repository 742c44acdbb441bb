import { beforeAll, describe, expect, it } from 'vitest';
import { compileKernels } from '../../../tools/site/wasmKernels.ts';
import { startCpu } from '../testing/cpu.ts';
import { expectClose } from '../testing/expectClose.ts';
import type { KernelRun } from '../testing/kernelRuns.ts';
import { gaussians, integers } from '../testing/seeded.ts';
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
])('token statistics on WASM, M %d, P %d, ids from %d', (rows, width, firstId) => {
  // Targets among these ids, before them and after them.
  const targets = { shape: [rows], data: integers(2, rows, 2 * width + firstId) };
  const attributes = { firstId };

  it.each([1, 5, 150])('agrees with the reference, deviation %d', (deviation) => {
    const logits = { shape: [rows, width], data: gaussians(1, rows * width, deviation) };
    const run: KernelRun = {
      kernel: 'logitStatistics',
      inputs: [logits, targets],
      outputShapes: [[rows, 4]],
      attributes,
    };
    expectParity(runWasm, run);
    const earlier = gaussians(3, rows * 9, deviation);
    const [previous] = runWasm({
      ...run,
      inputs: [{ shape: [rows, 9], data: earlier }, targets],
      attributes: { firstId: 0 },
    });
    expectParity(runWasm, { ...run, inputs: [logits, targets, { shape: [rows, 4], data: previous! }] });

    const [statistics] = runWasm(run);
    const tokens: KernelRun = {
      kernel: 'tokenLogps',
      inputs: [{ shape: [rows, 4], data: statistics! }],
      outputShapes: [[rows], [rows], [rows]],
    };
    expectParity(runWasm, tokens);
    const [, lse] = runWasm(tokens);
    const dLogps = gaussians(4, rows);
    if (rows > 1) dLogps[1] = 0;
    expectParity(
      runWasm,
      {
        kernel: 'tokenLogpsGrad',
        inputs: [logits, targets, { shape: [rows], data: lse! }, { shape: [rows], data: dLogps }],
        outputShapes: [logits.shape],
        attributes,
      },
      // e^(x − lse) inherits the rounding of an lse of hundreds.
      { atol: 1e-4 },
    );
  });
});

it('a logit of −∞ is a token that cannot come, not a NaN', () => {
  const logits = Float32Array.of(1, Number.NEGATIVE_INFINITY, 2, 3, Number.NEGATIVE_INFINITY);
  const [statistics] = runWasm({
    kernel: 'logitStatistics',
    inputs: [
      { shape: [1, 5], data: logits },
      { shape: [1], data: Int32Array.of(2) },
    ],
    outputShapes: [[1, 4]],
    attributes: { firstId: 0 },
  });
  const mass = Math.exp(-2) + Math.exp(-1) + 1;
  expectClose(statistics!, [3, mass, -2 * Math.exp(-2) - Math.exp(-1), 2]);
});

it('the sums over 50000 logits are exact', () => {
  const logits = gaussians(9, 50_000, 2);
  const [statistics] = runWasm({
    kernel: 'logitStatistics',
    inputs: [
      { shape: [1, 50_000], data: logits },
      { shape: [1], data: Int32Array.of(7) },
    ],
    outputShapes: [[1, 4]],
    attributes: { firstId: 0 },
  });
  const largest = logits.reduce((a, b) => Math.max(a, b));
  let [mass, moment] = [0, 0];
  for (const logit of logits) {
    mass += Math.exp(logit - largest);
    moment += (logit - largest) * Math.exp(logit - largest);
  }
  expectClose(statistics!, [largest, mass, moment, logits[7]!], { rtol: 1e-6, atol: 0 });
});

it('the exponential is right over the whole range', () => {
  // With lse 0, dLogps −1 and no target among the ids, tokenLogpsGrad is e^x.
  const exponentials = (x: Float32Array): Float32Array =>
    runWasm({
      kernel: 'tokenLogpsGrad',
      inputs: [
        { shape: [1, x.length], data: x },
        { shape: [1], data: Int32Array.of(-1) },
        { shape: [1], data: Float32Array.of(0) },
        { shape: [1], data: Float32Array.of(-1) },
      ],
      outputShapes: [[1, x.length]],
      attributes: { firstId: 0 },
    })[0]!;
  const x = Float32Array.from({ length: 40_001 }, (_, i) => -87.3 + (i * 176) / 40_000);
  expectClose(exponentials(x), Float64Array.from(x, Math.exp), { rtol: 2.5e-7, atol: 0 });
  const { NEGATIVE_INFINITY: none, NaN: nan } = Number;
  expect([...exponentials(Float32Array.of(none, -1e30, -300, -87.4, 0, -0, nan))]).toEqual([0, 0, 0, 0, 1, 1, nan]);
  // Beyond the largest float it stays large, so that 1/(1 + e^x) is 0.
  expect(exponentials(Float32Array.of(89, 300, 1e30)).every((value) => value > 3e38)).toBe(true);
});
