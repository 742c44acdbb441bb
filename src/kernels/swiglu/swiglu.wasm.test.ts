import { beforeAll, describe, it } from 'vitest';
import { compileKernels } from '../../../tools/site/wasmKernels.ts';
import { startCpu } from '../testing/cpu.ts';
import { gaussians } from '../testing/seeded.ts';
import { expectParity } from '../testing/wasmParity.ts';
import { openWasmRuns, type RunWasm } from '../testing/wasmRuns.ts';

let runWasm: RunWasm;
beforeAll(async () => {
  await startCpu();
  runWasm = await openWasmRuns(compileKernels, 'simd');
});

describe.each([
  [1, 1],
  [3, 5],
  [4, 12],
  [9, 43],
])('swiglu on WASM, M %d, F %d', (rows, features) => {
  it.each([2, 100])('agrees forward and backward, deviation %d', (deviation) => {
    const gateUp = { shape: [rows, 2 * features], data: gaussians(1, rows * 2 * features, deviation) };
    expectParity(runWasm, { kernel: 'swiglu', inputs: [gateUp], outputShapes: [[rows, features]] });
    const dOut = { shape: [rows, features], data: gaussians(2, rows * features) };
    expectParity(runWasm, { kernel: 'swigluGrad', inputs: [gateUp, dOut], outputShapes: [gateUp.shape] });
  });
});
