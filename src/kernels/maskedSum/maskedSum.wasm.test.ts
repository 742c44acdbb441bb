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
  [1, 1],
  [3, 5],
  [2, 64],
])('maskedSum on WASM, N %d, T %d', (sequences, tokens) => {
  const weights = { shape: [sequences * tokens], data: Float32Array.from(integers(1, sequences * tokens, 2)) };
  const attributes = { tokens };

  it('agrees forward and backward', () => {
    const x = { shape: weights.shape, data: gaussians(2, sequences * tokens) };
    expectParity(runWasm, { kernel: 'maskedSum', inputs: [x, weights], outputShapes: [[sequences]], attributes });
    const dSum = { shape: [sequences], data: gaussians(3, sequences) };
    expectParity(runWasm, {
      kernel: 'maskedSumGrad',
      inputs: [weights, dSum],
      outputShapes: [weights.shape],
      attributes,
    });
  });
});
