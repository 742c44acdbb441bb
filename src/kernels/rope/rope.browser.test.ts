import { describe, expect, it } from 'vitest';
import { laneVariants } from '../webgpu/laneVariants.ts';
import { openForTest, parityError, random } from '../webgpu/parity.ts';

const { features } = (await openForTest()).device;

describe.each(laneVariants(features))('rope on WebGPU, lanes %s', (lanes) => {
  const traits = { lanes };

  it.each([
    { rows: 1, heads: 1, headSize: 2, inverse: 0 },
    { rows: 40, heads: 3, headSize: 32, inverse: 0 },
    { rows: 40, heads: 3, headSize: 32, inverse: 1 },
    { rows: 70, heads: 2, headSize: 10, inverse: 0 },
  ])('$rows rows, $heads heads of $headSize, inverse $inverse', async ({ rows, heads, headSize, inverse }) => {
    const positions = { shape: [rows], data: Int32Array.from({ length: rows }, (_, i) => (i * 37) % 300) };
    expect(
      await parityError(
        {
          kernel: 'rope',
          attributes: { heads, headSize, theta: 10000, inverse },
          // One head more, which stays.
          inputs: [random([rows, (heads + 1) * headSize], 1), positions],
          outputs: [{ overwrites: 0 }],
        },
        traits,
      ),
      // Angles up to 300, rounded to float32 before the sine: 300 · 2⁻²⁴ = 2e-5 where host and GPU round them differently.
    ).toBeLessThan(4e-5);
  });

  it('has accurate sines far from zero', async () => {
    // One pair of frequency 1: the rotation of (1, 0) is (cos, sin) of the position itself, known in float64.
    const rows = 8000;
    const positions = Int32Array.from({ length: rows }, (_, i) => i);
    const x = new Float32Array(rows * 2).map((_, i) => (i % 2 === 0 ? 1 : 0));
    const worst = await parityError(
      {
        kernel: 'rope',
        attributes: { heads: 1, headSize: 2, theta: 10000, inverse: 0 },
        inputs: [
          { shape: [rows, 2], data: x },
          { shape: [rows], data: positions },
        ],
        outputs: [{ overwrites: 0 }],
      },
      traits,
    );
    expect(worst).toBeLessThan(1e-6);
  });
});
