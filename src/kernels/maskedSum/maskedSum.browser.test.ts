import { describe, expect, it } from 'vitest';
import { parityError, random } from '../webgpu/parity.ts';

describe('maskedSum on WebGPU', () => {
  it.each([
    { sequences: 1, tokens: 1 },
    { sequences: 5, tokens: 7 },
    { sequences: 9, tokens: 130 },
  ])('$sequences sequences of $tokens', async ({ sequences, tokens }) => {
    const rows = sequences * tokens;
    const weights = random([rows], 2);
    // One empty mask.
    weights.data.fill(0, 0, tokens);
    expect(
      await parityError({
        kernel: 'maskedSum',
        attributes: { tokens },
        inputs: [random([rows], 1), weights],
        outputs: [{ shape: [sequences] }],
      }),
    ).toBeLessThan(5e-6);
    expect(
      await parityError({
        kernel: 'maskedSumGrad',
        attributes: { tokens },
        inputs: [weights, random([sequences], 3)],
        outputs: [{ shape: [rows] }],
      }),
    ).toBe(0);
  });
});
