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
  { length: 1, decayLength: 0 },
  { length: 13, decayLength: 6 },
  { length: 128, decayLength: 64 },
  { length: 67, decayLength: 67 },
])('adamW on WASM, $decayLength of $length decayed', ({ length, decayLength }) => {
  it.each([
    { step: 1, maxGradNorm: 0, gradientScale: 1 },
    { step: 7, maxGradNorm: 1, gradientScale: 0.25 },
    { step: 2000, maxGradNorm: 100, gradientScale: 0.5 },
  ])('updates at step $step, clipping at $maxGradNorm', ({ step, maxGradNorm, gradientScale }) => {
    const vector = (seed: number) => ({ shape: [length], data: gaussians(seed, length) });
    const second = { shape: [length], data: gaussians(4, length).map((value) => value * value) };
    const hyper = { shape: [8], data: Float32Array.of(1e-2, 0.9, 0.999, 1e-8, 0.1, step, maxGradNorm, gradientScale) };
    expectParity(runWasm, {
      kernel: 'adamW',
      inputs: [vector(1), vector(2), vector(3), second, { shape: [1], data: Float32Array.of(9) }, hyper],
      outputShapes: [[length], [length], [length], [length]],
      attributes: { decayLength },
    });
  });
});
