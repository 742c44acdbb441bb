import { describe, expect, it } from 'vitest';
import { laneVariants } from '../webgpu/laneVariants.ts';
import { integers, normals, openForTest, parityError } from '../webgpu/parity.ts';

const { features } = (await openForTest()).device;

describe.each(laneVariants(features))('tokenLogps on WebGPU, lanes %s', (lanes) => {
  const traits = { lanes };

  it.each([
    { rows: 1, vocabulary: 2, spread: 1 },
    { rows: 5, vocabulary: 7, spread: 3 },
    { rows: 67, vocabulary: 260, spread: 3 },
    { rows: 33, vocabulary: 1023, spread: 10 },
    { rows: 20, vocabulary: 1024, spread: 30 },
  ])('$rows rows, $vocabulary tokens, logits of ±$spread', async ({ rows, vocabulary, spread }) => {
    const logits = { shape: [rows, vocabulary], data: normals(rows * vocabulary, 1).map((value) => value * spread) };
    const targets = { shape: [rows], data: integers(rows, vocabulary, 2) };
    const statistics = { shape: [rows, 4] };
    const vector = { shape: [rows] };
    // Sums of as many terms of size 1, in another order.
    const tolerance = 1e-5;
    for (const firstId of [0, 3, vocabulary]) {
      const attributes = { firstId };
      const first = {
        kernel: 'logitStatistics',
        attributes,
        inputs: [logits, targets],
        outputs: [statistics],
      } as const;
      expect(await parityError(first, traits)).toBeLessThan(tolerance);
      const previous = {
        shape: [rows, 4],
        data: Float32Array.from(
          { length: 4 * rows },
          (_, i) => [i % 7, 1 + (i % 3), -0.5, firstId < vocabulary ? 0 : i % 5][i % 4] as number,
        ),
      };
      expect(await parityError({ ...first, inputs: [logits, targets, previous] }, traits)).toBeLessThan(tolerance);
      const merged = { kernel: 'tokenLogps', inputs: [previous], outputs: [vector, vector, vector] } as const;
      expect(await parityError(merged, traits)).toBeLessThan(tolerance);
    }
    const lse = {
      shape: [rows],
      data: Float32Array.from({ length: rows }, (_, row) => {
        const values = logits.data.subarray(row * vocabulary, (row + 1) * vocabulary);
        return Math.log(values.reduce((sum, value) => sum + Math.exp(value), 0));
      }),
    };
    expect(
      await parityError(
        {
          kernel: 'tokenLogpsGrad',
          attributes: { firstId: vocabulary > 7 ? 5 : 0 },
          inputs: [logits, targets, lse, { shape: [rows], data: normals(rows, 3) }],
          outputs: [{ overwrites: 0 }],
        },
        traits,
      ),
    ).toBeLessThan(1e-5);
  });

  it('has no overflow for logits of a thousand, and a gradient of 0 for a zero weight', async () => {
    const logits = { shape: [2, 4], data: Float32Array.of(1000, 999, -1000, 0, -5000, -5001, -5002, -5003) };
    const targets = { shape: [2], data: Int32Array.of(2, 0) };
    const attributes = { firstId: 0 };
    expect(
      await parityError(
        {
          kernel: 'logitStatistics',
          attributes,
          inputs: [logits, targets],
          outputs: [{ shape: [2, 4] }],
        },
        traits,
      ),
    ).toBeLessThan(1e-6);
    const lse = { shape: [2], data: Float32Array.of(1000.3132616875, -4999.5598103) };
    const dLogps = { shape: [2], data: new Float32Array(2) };
    expect(
      await parityError(
        {
          kernel: 'tokenLogpsGrad',
          attributes,
          inputs: [logits, targets, lse, dLogps],
          outputs: [{ overwrites: 0 }],
        },
        traits,
      ),
    ).toBe(0);
  });
});
