import { describe, expect, it } from 'vitest';
import { integers, normals, parityError } from '../webgpu/parity.ts';

describe('tokenLogps on WebGPU', () => {
  it.each([
    { rows: 1, vocabulary: 2, spread: 1 },
    { rows: 5, vocabulary: 7, spread: 3 },
    { rows: 67, vocabulary: 260, spread: 3 },
    { rows: 33, vocabulary: 1023, spread: 10 },
    { rows: 20, vocabulary: 1024, spread: 30 },
  ])('$rows rows, $vocabulary tokens, logits of ±$spread', async ({ rows, vocabulary, spread }) => {
    const logits = { shape: [rows, vocabulary], data: normals(rows * vocabulary, 1).map((value) => value * spread) };
    const targets = { shape: [rows], data: integers(rows, vocabulary, 2) };
    const vector = { shape: [rows] };
    expect(
      await parityError({ kernel: 'tokenLogps', inputs: [logits, targets], outputs: [vector, vector, vector] }),
    ).toBeLessThan(1e-5);
    const lse = {
      shape: [rows],
      data: Float32Array.from({ length: rows }, (_, row) => {
        const values = logits.data.subarray(row * vocabulary, (row + 1) * vocabulary);
        return Math.log(values.reduce((sum, value) => sum + Math.exp(value), 0));
      }),
    };
    expect(
      await parityError({
        kernel: 'tokenLogpsGrad',
        inputs: [logits, targets, lse, { shape: [rows], data: normals(rows, 3) }],
        outputs: [{ overwrites: 0 }],
      }),
    ).toBeLessThan(1e-5);
  });

  it('has no overflow for logits of a thousand, and a gradient of 0 for a zero weight', async () => {
    const logits = { shape: [2, 4], data: Float32Array.of(1000, 999, -1000, 0, -5000, -5001, -5002, -5003) };
    const targets = { shape: [2], data: Int32Array.of(2, 0) };
    const vector = { shape: [2] };
    expect(
      await parityError({ kernel: 'tokenLogps', inputs: [logits, targets], outputs: [vector, vector, vector] }),
      // The reference subtracts a rounded lse of 1000.3133: half a unit in the last place is 3e-5.
    ).toBeLessThan(2e-4);
    const lse = { shape: [2], data: Float32Array.of(1000.3132616875, -4999.5598103) };
    const dLogps = { shape: [2], data: new Float32Array(2) };
    expect(
      await parityError({
        kernel: 'tokenLogpsGrad',
        inputs: [logits, targets, lse, dLogps],
        outputs: [{ overwrites: 0 }],
      }),
    ).toBe(0);
  });
});
