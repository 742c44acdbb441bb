import { describe, expect, it } from 'vitest';
import { parityError, random } from '../webgpu/parity.ts';

describe('cachedAttention on WebGPU', () => {
  it.each([
    { positions: [0], capacity: 2, heads: 1, kvHeads: 1, headSize: 2 },
    { positions: [0, 4, 8], capacity: 9, heads: 3, kvHeads: 1, headSize: 8 },
    { positions: [99, 63, 64, 31], capacity: 100, heads: 4, kvHeads: 2, headSize: 32 },
    { positions: [17, 3], capacity: 20, heads: 2, kvHeads: 2, headSize: 6 },
    { positions: [40], capacity: 48, heads: 2, kvHeads: 1, headSize: 128 },
  ])('$positions of $capacity slots, $heads/$kvHeads heads of $headSize', async (one) => {
    const { positions, capacity, heads, kvHeads, headSize } = one;
    const rows = positions.length;
    const width = kvHeads * headSize;
    expect(
      await parityError({
        kernel: 'cachedAttention',
        attributes: { capacity, heads, kvHeads, headSize },
        inputs: [
          random([rows, heads * headSize + 2 * width], 1),
          { shape: [rows], data: Int32Array.from(positions) },
          random([rows, capacity, width], 4),
          random([rows, capacity, width], 5),
        ],
        outputs: [{ shape: [rows, heads * headSize] }, { overwrites: 2 }, { overwrites: 3 }],
      }),
    ).toBeLessThan(3e-6);
  });

  it.each([
    { slots: [5, -1, 0], rows: 2, capacity: 3, heads: 1, kvHeads: 1, headSize: 2 },
    { slots: [0, 1, 2, 9, 10, -1, -1], rows: 2, capacity: 9, heads: 4, kvHeads: 2, headSize: 6 },
  ])('stores prompts at slots $slots', async ({ slots, rows, capacity, heads, kvHeads, headSize }) => {
    const cache = [rows, capacity, kvHeads * headSize];
    expect(
      await parityError({
        kernel: 'cacheRows',
        attributes: { capacity, heads, kvHeads, headSize },
        inputs: [
          random([slots.length, (heads + 2 * kvHeads) * headSize], 1),
          { shape: [slots.length], data: Int32Array.from(slots) },
          random(cache, 2),
          random(cache, 3),
        ],
        outputs: [{ overwrites: 2 }, { overwrites: 3 }],
      }),
    ).toBe(0);
  });
});
