import { describe, expect, it } from 'vitest';
import { laneVariants } from '../webgpu/laneVariants.ts';
import { openForTest, parityError, random } from '../webgpu/parity.ts';

const { features } = (await openForTest()).device;

describe.each(laneVariants(features))('rmsNorm on WebGPU, lanes %s', (lanes) => {
  const traits = { lanes };

  it.each([
    { rows: 1, channels: 1 },
    { rows: 5, channels: 7 },
    { rows: 67, channels: 96 },
    { rows: 130, channels: 33 },
    // Quads whose lanes have unequal shares of a row, and workgroups of which one row is left.
    { rows: 65, channels: 20 },
    { rows: 2, channels: 576 },
  ])('$rows rows of $channels', async ({ rows, channels }) => {
    const x = random([rows, channels], 1);
    const gain = random([channels], 2);
    const dy = random([rows, channels], 3);
    const inverseRms = {
      shape: [rows],
      data: Float32Array.from({ length: rows }, (_, row) => {
        const values = x.data.subarray(row * channels, (row + 1) * channels) as Float32Array;
        return 1 / Math.sqrt(values.reduce((sum, value) => sum + value * value, 0) / channels + 1e-5);
      }),
    };
    expect(
      await parityError(
        {
          kernel: 'rmsNorm',
          attributes: { eps: 1e-5 },
          inputs: [x, gain],
          outputs: [{ shape: [rows, channels] }, { shape: [rows] }],
        },
        traits,
      ),
    ).toBeLessThan(3e-6);
    expect(
      await parityError(
        {
          kernel: 'rmsNormGrad',
          inputs: [x, gain, inverseRms, dy],
          outputs: [{ shape: [rows, channels] }],
        },
        traits,
      ),
    ).toBeLessThan(5e-6);
    expect(
      await parityError(
        {
          kernel: 'rmsNormGrad',
          inputs: [x, gain, inverseRms, dy, random([rows, channels], 4)],
          outputs: [{ shape: [rows, channels] }],
        },
        traits,
      ),
    ).toBeLessThan(5e-6);
    expect(
      await parityError(
        {
          kernel: 'rmsNormGainGrad',
          inputs: [x, inverseRms, dy],
          outputs: [{ gradient: [channels] }],
        },
        traits,
      ),
    ).toBeLessThan(1e-5);
  });

  it('survives a row of zeros', async () => {
    const x = { shape: [3, 8], data: new Float32Array(24) };
    expect(
      await parityError(
        {
          kernel: 'rmsNorm',
          attributes: { eps: 1e-5 },
          inputs: [x, random([8], 1)],
          outputs: [{ shape: [3, 8] }, { shape: [3] }],
        },
        traits,
      ),
    ).toBeLessThan(3e-6);
  });
});
