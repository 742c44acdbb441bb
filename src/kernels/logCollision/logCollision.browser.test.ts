import { describe, expect, it } from 'vitest';
import { normals, parityError } from '../webgpu/parity.ts';

describe('log Σ p² on WebGPU', () => {
  it.each([
    { rows: 1, vocabulary: 2, spread: 1 },
    { rows: 5, vocabulary: 7, spread: 3 },
    { rows: 67, vocabulary: 260, spread: 3 },
    { rows: 33, vocabulary: 1023, spread: 10 },
    { rows: 20, vocabulary: 1024, spread: 300 },
  ])('$rows rows, $vocabulary tokens, logits of ±$spread', async ({ rows, vocabulary, spread }) => {
    const logits = { shape: [rows, vocabulary], data: normals(rows * vocabulary, 1).map((value) => value * spread) };
    const statistics = {
      shape: [rows, 4],
      data: Float32Array.from({ length: 4 * rows }, (_, i) => {
        const row = Math.floor(i / 4);
        if (i % 4 > 0) return 1 + (i % 7);
        return logits.data.subarray(row * vocabulary, (row + 1) * vocabulary).reduce((a, b) => Math.max(a, b));
      }),
    };
    const first = {
      kernel: 'collisionStatistics',
      inputs: [logits, statistics],
      outputs: [{ shape: [rows, 2] }],
    } as const;
    expect(await parityError(first)).toBeLessThan(1e-5);
    const previous = {
      shape: [rows, 2],
      data: Float32Array.from({ length: 2 * rows }, (_, i) =>
        i % 2 === 1 ? 1 + (i % 5) : (statistics.data[2 * i] as number) - (i % 3),
      ),
    };
    expect(await parityError({ ...first, inputs: [logits, statistics, previous] })).toBeLessThan(1e-5);
    expect(
      await parityError({ kernel: 'logCollision', inputs: [statistics, previous], outputs: [{ shape: [rows] }] }),
    ).toBeLessThan(1e-5);
  });
});
