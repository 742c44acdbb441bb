import { beforeAll, describe, it } from 'vitest';
import { compileKernels } from '../../../tools/site/wasmKernels.ts';
import { startCpu } from '../testing/cpu.ts';
import { expectClose } from '../testing/expectClose.ts';
import { gaussians } from '../testing/seeded.ts';
import { expectParity } from '../testing/wasmParity.ts';
import { openWasmRuns, type RunWasm } from '../testing/wasmRuns.ts';

let runWasm: RunWasm;
beforeAll(async () => {
  await startCpu();
  runWasm = await openWasmRuns(compileKernels, 'simd');
});

describe('globalNorm on WASM', () => {
  it.each([1, 6, 64, 1003])('agrees, %d elements', (length) => {
    expectParity(runWasm, {
      kernel: 'globalNorm',
      inputs: [{ shape: [length], data: gaussians(1, length) }],
      outputShapes: [[1]],
    });
  });

  it('neither overflows nor drowns small gradients', () => {
    const gradients = new Float32Array(100_000).fill(1e-4);
    gradients[0] = 1;
    const norm = (data: Float32Array) =>
      runWasm({ kernel: 'globalNorm', inputs: [{ shape: [data.length], data }], outputShapes: [[1]] })[0]!;
    expectClose(norm(gradients), [Math.sqrt(1 + 99_999e-8)], { rtol: 1e-7, atol: 0 });
    expectClose(norm(Float32Array.of(1e30, 1e30)), [Math.SQRT2 * 1e30], { rtol: 1e-6 });
  });
});
