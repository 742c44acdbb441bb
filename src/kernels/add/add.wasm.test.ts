import { beforeAll, describe, it } from 'vitest';
import { compileKernels } from '../../../tools/site/wasmKernels.ts';
import { startCpu } from '../testing/cpu.ts';
import { openWasmRuns, type RunWasm } from '../testing/runWasm.ts';
import { gaussians } from '../testing/seeded.ts';
import { expectParity } from '../testing/wasmParity.ts';

let runWasm: RunWasm;
beforeAll(async () => {
  await startCpu();
  runWasm = await openWasmRuns(await compileKernels('simd'));
});

describe('add on WASM', () => {
  it.each([[[1]], [[7]], [[3, 5]], [[4, 16]]])('adds, shape %j', (shape) => {
    const count = shape.reduce((a, b) => a * b);
    const [a, b] = [1, 2].map((seed) => ({ shape, data: gaussians(seed, count) }));
    expectParity(runWasm, { kernel: 'add', inputs: [a!, b!], outputShapes: [shape] });
  });
});
