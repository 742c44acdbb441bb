import { describe, expect, it } from 'vitest';
import { integers, parityError, random } from '../webgpu/parity.ts';

describe('embedding on WebGPU', () => {
  it.each([
    { rows: 1, vocabulary: 3, channels: 1 },
    { rows: 37, vocabulary: 11, channels: 7 },
    { rows: 300, vocabulary: 50, channels: 32 },
  ])('$rows rows of $channels, $vocabulary tokens', async ({ rows, vocabulary, channels }) => {
    const ids = { shape: [rows], data: integers(rows, vocabulary, 1) };
    const table = random([vocabulary, channels], 2);
    expect(
      await parityError({ kernel: 'embedding', inputs: [ids, table], outputs: [{ shape: [rows, channels] }] }),
    ).toBe(0);
    const dOut = random([rows, channels], 3);
    expect(
      await parityError({
        kernel: 'embeddingGrad',
        inputs: [ids, dOut],
        outputs: [{ gradient: [vocabulary, channels] }],
      }),
    ).toBeLessThan(1e-5);
  });

  it('adds up one token repeated', async () => {
    const ids = { shape: [129], data: new Int32Array(129).fill(4) };
    const dOut = random([129, 5], 3);
    expect(
      await parityError({ kernel: 'embeddingGrad', inputs: [ids, dOut], outputs: [{ gradient: [6, 5] }] }),
    ).toBeLessThan(1e-5);
  });
});
