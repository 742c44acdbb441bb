import { describe, expect, it } from 'vitest';
import { normals, parityError, random } from '../webgpu/parity.ts';

describe('swiglu on WebGPU', () => {
  it.each([
    [1, 1],
    [7, 9],
    [33, 64],
  ])('%i rows of %i', async (rows, columns) => {
    const shape = [rows, columns];
    const gate = { shape, data: normals(rows * columns, 1).map((value) => value * 4) };
    const up = random(shape, 2);
    expect(await parityError({ kernel: 'swiglu', inputs: [gate, up], outputs: [{ shape }] })).toBeLessThan(3e-6);
    expect(
      await parityError({
        kernel: 'swigluGrad',
        inputs: [gate, up, random(shape, 3)],
        outputs: [{ shape }, { shape }],
      }),
    ).toBeLessThan(3e-6);
  });

  it('keeps to the finite far from zero', async () => {
    const shape = [1, 4];
    const gate = { shape, data: Float32Array.of(-100, -90, 90, 1000) };
    const up = { shape, data: Float32Array.of(1, 2, 3, 4) };
    expect(await parityError({ kernel: 'swiglu', inputs: [gate, up], outputs: [{ shape }] })).toBeLessThan(1e-6);
    expect(
      await parityError({ kernel: 'swigluGrad', inputs: [gate, up, up], outputs: [{ shape }, { shape }] }),
    ).toBeLessThan(1e-6);
  });
});
