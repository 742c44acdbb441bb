import { describe, expect, it } from 'vitest';
import { parityError, random } from '../webgpu/parity.ts';

describe('add on WebGPU', () => {
  it.each([
    [1, 1],
    [7, 9],
    [70, 64],
  ])('%i rows of %i', async (rows, columns) => {
    const shape = [rows, columns];
    expect(
      await parityError({ kernel: 'add', inputs: [random(shape, 1), random(shape, 2)], outputs: [{ shape }] }),
    ).toBe(0);
  });

  it('folds more workgroups than one dimension holds', async () => {
    // 65,536 · 256 invocations and one more.
    const shape = [65_536 * 256 + 1];
    const ones = { shape, data: new Float32Array(shape[0] as number).fill(1) };
    const last = { shape, data: new Float32Array(shape[0] as number) };
    last.data[last.data.length - 1] = 5;
    expect(await parityError({ kernel: 'add', inputs: [ones, last], outputs: [{ shape }] })).toBe(0);
  });
});
