import { describe, expect, it } from 'vitest';
import { normals, parityError, random } from '../webgpu/parity.ts';

describe('swiglu on WebGPU', () => {
  it.each([
    [1, 1],
    [7, 9],
    [33, 64],
  ])('%i rows of %i', async (rows, columns) => {
    const shape = [rows, columns];
    const gateUp = { shape: [rows, 2 * columns], data: normals(2 * rows * columns, 1).map((value) => value * 4) };
    expect(await parityError({ kernel: 'swiglu', inputs: [gateUp], outputs: [{ shape }] })).toBeLessThan(5e-6);
    expect(
      await parityError({ kernel: 'swigluGrad', inputs: [gateUp, random(shape, 3)], outputs: [{ overwrites: 0 }] }),
    ).toBeLessThan(5e-6);
  });

  it('keeps to the finite far from zero', async () => {
    const shape = [1, 4];
    const gateUp = { shape: [1, 8], data: Float32Array.of(-100, -90, 90, 1000, 1, 2, 3, 4) };
    const dOut = { shape, data: Float32Array.of(1, 2, 3, 4) };
    expect(await parityError({ kernel: 'swiglu', inputs: [gateUp], outputs: [{ shape }] })).toBeLessThan(1e-6);
    expect(
      await parityError({ kernel: 'swigluGrad', inputs: [gateUp, dOut], outputs: [{ overwrites: 0 }] }),
    ).toBeLessThan(1e-6);
  });
});
