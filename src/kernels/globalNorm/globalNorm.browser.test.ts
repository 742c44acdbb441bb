import { describe, expect, it } from 'vitest';
import { laneVariants } from '../webgpu/laneVariants.ts';
import { openForTest, parityError, random } from '../webgpu/parity.ts';

const { features } = (await openForTest()).device;

// Single numbers and vectors of four; fewer than lanes, one workgroup, and more than all workgroups' first round.
describe.each(laneVariants(features))('globalNorm on WebGPU, lanes %s', (lanes) => {
  it.each([1, 3, 4, 255, 1003, 4096, 70_001, 300_004])('of %i numbers', async (count) => {
    const one = { kernel: 'globalNorm', inputs: [random([count], 1)], outputs: [{ shape: [1] }] } as const;
    expect(await parityError(one, { lanes })).toBeLessThan(3e-6);
  });

  it('of zeros, and of numbers of 1e-15 and 1e15', async () => {
    for (const scale of [0, 1e-15, 1e15]) {
      const { shape, data } = random([130], 2);
      const scaled = { shape, data: (data as Float32Array).map((value) => value * scale) };
      const one = { kernel: 'globalNorm', inputs: [scaled], outputs: [{ shape: [1] }] } as const;
      expect(await parityError(one, { lanes })).toBeLessThan(3e-6);
    }
  });
});
