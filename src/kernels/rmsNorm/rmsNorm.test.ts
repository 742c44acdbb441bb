import { beforeAll, describe, expect, it } from 'vitest';
import { startCpu } from '../testing/cpu.ts';
import { expectClose } from '../testing/expectClose.ts';
import { runHost, runReference, tapeGradients } from '../testing/kernelRuns.ts';
import { gaussians } from '../testing/seeded.ts';

beforeAll(startCpu);

describe.each([
  { rows: 1, channels: 1 },
  { rows: 7, channels: 13 },
  { rows: 33, channels: 96 },
])('rmsNorm on [$rows, $channels]', ({ rows, channels }) => {
  const x = { shape: [rows, channels], data: gaussians(1, rows * channels) };
  const gain = { shape: [channels], data: gaussians(2, channels) };
  const dy = { shape: [rows, channels], data: gaussians(3, rows * channels) };
  const eps = 1e-3;
  const forward = {
    kernel: 'rmsNorm',
    inputs: [x, gain],
    outputShapes: [[rows, channels], [rows]],
    attributes: { eps },
  } as const;

  it('is x · gain / √(mean(x²) + eps)', () => {
    const inverseRms = Array.from({ length: rows }, (_, row) => {
      const mean =
        x.data.slice(row * channels, (row + 1) * channels).reduce((sum, value) => sum + value * value, 0) / channels;
      return 1 / Math.sqrt(mean + eps);
    });
    const y = Array.from(
      x.data,
      (value, i) => value * inverseRms[Math.floor(i / channels)]! * gain.data[i % channels]!,
    );
    for (const run of [runReference, runHost]) {
      const [got, gotInverse] = run(forward);
      expectClose(got!, y);
      expectClose(gotInverse!, inverseRms);
    }
  });

  it('has the gradients of the tape', () => {
    const [dx, dGain] = tapeGradients(forward, [0, 1], dy.data);
    const inverse = { shape: [rows], data: runReference(forward)[1]! };
    const before = gaussians(4, channels);
    for (const run of [runReference, runHost]) {
      expectClose(run({ kernel: 'rmsNormGrad', inputs: [x, gain, inverse, dy], outputShapes: [x.shape] })[0]!, dx!, {
        atol: 1e-4,
      });
      const residual = { shape: x.shape, data: gaussians(5, rows * channels) };
      const [withResidual] = run({
        kernel: 'rmsNormGrad',
        inputs: [x, gain, inverse, dy, residual],
        outputShapes: [x.shape],
      });
      expectClose(
        withResidual!,
        dx!.map((value, i) => value + residual.data[i]!),
        { atol: 1e-4 },
      );
      const [added] = run({
        kernel: 'rmsNormGainGrad',
        inputs: [x, inverse, dy],
        outputShapes: [[channels]],
        previous: [before],
      });
      expectClose(
        added!,
        dGain!.map((value, c) => value + before[c]!),
      );
    }
    expect(dx!.some((value) => value !== 0) || channels === 1).toBe(true);
  });
});
