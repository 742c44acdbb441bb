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

describe('add on WASM', () => {
  it.each([[[1]], [[7]], [[3, 5]], [[4, 16]]])('adds, shape %j', (shape) => {
    const count = shape.reduce((a, b) => a * b);
    const [a, b] = [1, 2].map((seed) => ({ shape, data: gaussians(seed, count) }));
    expectParity(runWasm, { kernel: 'add', inputs: [a!, b!], outputShapes: [shape] });
  });
});
