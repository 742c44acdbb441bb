import { describe, expect, it } from 'vitest';
import { integers, normals, parityError } from '../webgpu/parity.ts';

describe('KL on WebGPU', () => {
  it.each([
    { rows: 1, vocabulary: 2, spread: 1 },
    { rows: 5, vocabulary: 7, spread: 3 },
    { rows: 67, vocabulary: 260, spread: 3 },
    { rows: 33, vocabulary: 1023, spread: 10 },
    { rows: 20, vocabulary: 1024, spread: 30 },
  ])('$rows rows, $vocabulary tokens, logits of ±$spread', async ({ rows, vocabulary, spread }) => {
    const matrix = (seed: number) => ({
      shape: [rows, vocabulary],
      data: normals(rows * vocabulary, seed).map((value) => value * spread),
    });
    const [logits, refLogits] = [matrix(1), matrix(2)];
    /** Rows of statistics about peaks that lie `above` the logits' size. */
    const four = (above: number, sums: readonly number[]) => ({
      shape: [rows, 4],
      data: Float32Array.from({ length: 4 * rows }, (_, i) =>
        i % 4 === 0 ? above * spread + (i % 3) : (sums[i % 4] as number) + (i % 3),
      ),
    });
    const statistics = four(3, [0, 1.5, -0.5, 0]);
    const vectors = { shape: [rows] };
    // Sums of as many terms of size spread, in another order.
    const first = { kernel: 'klStatistics', outputs: [{ shape: [rows, 4] }] } as const;
    expect(await parityError({ ...first, inputs: [logits, refLogits, statistics] })).toBeLessThan(1e-5);
    for (const above of [-1, 2, 5]) {
      const previous = four(above, [0, 2, 1, spread]);
      expect(await parityError({ ...first, inputs: [logits, refLogits, statistics, previous] })).toBeLessThan(1e-5);
      const tokens = { kernel: 'tokenKl', inputs: [statistics, previous], outputs: [vectors, vectors] } as const;
      expect(await parityError(tokens)).toBeLessThan(1e-5);
    }
    const lseOf = ({ data }: { readonly data: Float32Array }) => ({
      shape: [rows],
      data: Float32Array.from({ length: rows }, (_, row) => {
        const values = data.subarray(row * vocabulary, (row + 1) * vocabulary);
        return Math.log(values.reduce((sum, value) => sum + Math.exp(value), 0));
      }),
    });
    const vector = (seed: number) => ({ shape: [rows], data: normals(rows, seed) });
    const targets = { shape: [rows], data: integers(rows, vocabulary, 3) };
    expect(
      await parityError({
        kernel: 'tokenLogpsKlGrad',
        attributes: { firstId: vocabulary > 7 ? 5 : 0 },
        inputs: [logits, targets, lseOf(logits), vector(4), refLogits, lseOf(refLogits), vector(5)],
        outputs: [{ overwrites: 0 }],
      }),
    ).toBeLessThan(1e-5);
  });

  it('has no overflow for logits of a thousand, and a gradient of 0 where both sides agree', async () => {
    const logits = { shape: [2, 4], data: Float32Array.of(-1000, 0, 0, 1000, 1000, 0, 0, 0) };
    const refLogits = { shape: [2, 4], data: Float32Array.of(1000, 0, 0, -1000, 0, 0, 0, 1000) };
    const statistics = { shape: [2, 4], data: Float32Array.of(1000, 1, 0, 0, 1000, 1, 0, 0) };
    const first = { kernel: 'klStatistics', outputs: [{ shape: [2, 4] }] } as const;
    expect(await parityError({ ...first, inputs: [logits, refLogits, statistics] })).toBeLessThan(1e-6);
    // Earlier ids far above and far below, about another peak.
    const previous = { shape: [2, 4], data: Float32Array.of(2000, 1, 500, -1000, -1000, 2, -3, 900) };
    expect(await parityError({ ...first, inputs: [logits, refLogits, statistics, previous] })).toBeLessThan(1e-6);
    const vector = (...values: number[]) => ({ shape: [2], data: Float32Array.from(values) });
    const targets = { shape: [2], data: Int32Array.of(2, 0) };
    const lse = vector(1000, 1000);
    expect(
      await parityError({
        kernel: 'tokenLogpsKlGrad',
        attributes: { firstId: 0 },
        inputs: [logits, targets, lse, vector(0, 0), { ...logits, data: logits.data.slice() }, lse, vector(3, -2)],
        outputs: [{ overwrites: 0 }],
      }),
    ).toBe(0);
  });
});
