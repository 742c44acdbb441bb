import { beforeAll, describe, it } from 'vitest';
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
  [1, 2, 1],
  [5, 3, 7],
  [40, 12, 33],
])('embedding on WASM, M %d, V %d, C %d', (rows, vocabulary, channels) => {
  const ids = { shape: [rows], data: integers(1, rows, vocabulary) };

  it('copies rows', () => {
    const table = { shape: [vocabulary, channels], data: gaussians(2, vocabulary * channels) };
    expectParity(runWasm, { kernel: 'embedding', inputs: [ids, table], outputShapes: [[rows, channels]] });
  });

  it('adds rows to their tokens', () => {
    expectParity(runWasm, {
      kernel: 'embeddingGrad',
      inputs: [ids, { shape: [rows, channels], data: gaussians(3, rows * channels) }],
      outputShapes: [[vocabulary, channels]],
      previous: [gaussians(4, vocabulary * channels)],
    });
  });
});
