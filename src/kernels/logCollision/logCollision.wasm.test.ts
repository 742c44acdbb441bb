import { beforeAll, describe, it } from 'vitest';
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

describe.each([
  [1, 2],
  [3, 7],
  [5, 64],
  [4, 2051],
])('log Σ p² on WASM, M %d, P %d', (rows, width) => {
  it.each([1, 5, 150])('agrees with the reference, deviation %d', (deviation) => {
    const logits = { shape: [rows, width], data: gaussians(1, rows * width, deviation) };
    const [statistics] = runWasm({
      kernel: 'logitStatistics',
      inputs: [logits, { shape: [rows], data: new Int32Array(rows) }],
      outputShapes: [[rows, 4]],
      attributes: { firstId: 0 },
    });
    const four = { shape: [rows, 4], data: statistics! };
    const first: KernelRun = { kernel: 'collisionStatistics', inputs: [logits, four], outputShapes: [[rows, 2]] };
    expectParity(runWasm, first);
    // Earlier ids, with their largest logit a little lower.
    const previous = statistics!.filter((_, i) => i % 4 < 2).map((value, i) => (i % 2 === 0 ? value - 0.5 : value));
    const second = { ...first, inputs: [...first.inputs, { shape: [rows, 2], data: previous }] };
    expectParity(runWasm, second);
    const [collisions] = runWasm(second);
    expectParity(runWasm, {
      kernel: 'logCollision',
      inputs: [four, { shape: [rows, 2], data: collisions! }],
      outputShapes: [[rows]],
    });
  });
});
