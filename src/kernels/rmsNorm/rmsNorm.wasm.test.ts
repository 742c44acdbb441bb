import { beforeAll, describe, it } from 'vitest';
import { compileKernels } from '../../../tools/site/wasmKernels.ts';
import { startCpu } from '../testing/cpu.ts';
import { expectClose } from '../testing/expectClose.ts';
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
  [1, 1],
  [3, 5],
  [7, 12],
  [130, 37],
  [65, 128],
])('rmsNorm on WASM, M %d, C %d', (rows, channels) => {
  const matrix = (seed: number, deviation = 1) => ({
    shape: [rows, channels],
    data: gaussians(seed, rows * channels, deviation),
  });
  const x = matrix(1, 3);
  const gain = { shape: [channels], data: gaussians(2, channels) };
  const dy = matrix(3);
  const inverseRms = { shape: [rows], data: gaussians(4, rows).map(Math.abs) };

  it('normalises', () => {
    expectParity(runWasm, {
      kernel: 'rmsNorm',
      inputs: [x, gain],
      outputShapes: [x.shape, [rows]],
      attributes: { eps: 1e-5 },
    });
  });

  it('differentiates by x, adding a residual if there is one', () => {
    const run: KernelRun = { kernel: 'rmsNormGrad', inputs: [x, gain, inverseRms, dy], outputShapes: [x.shape] };
    expectParity(runWasm, run);
    expectParity(runWasm, { ...run, inputs: [...run.inputs, matrix(5)] });
  });

  it('adds the gradient of the gain', () => {
    expectParity(
      runWasm,
      {
        kernel: 'rmsNormGainGrad',
        inputs: [x, inverseRms, dy],
        outputShapes: [[channels]],
        previous: [gaussians(6, channels)],
      },
      { atol: 1e-4 },
    );
  });
});

it('rmsNorm on WASM holds a row of zeros', () => {
  const [y, inverseRms] = runWasm({
    kernel: 'rmsNorm',
    inputs: [
      { shape: [1, 6], data: new Float32Array(6) },
      { shape: [6], data: gaussians(1, 6) },
    ],
    outputShapes: [[1, 6], [1]],
    attributes: { eps: 1e-6 },
  });
  expectClose(y!, new Float32Array(6));
  expectClose(inverseRms!, [1000]);
});
