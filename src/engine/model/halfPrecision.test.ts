import { expect, test } from 'vitest';
import { decodeBfloat16, decodeFloat16, encodeFloat16 } from './halfPrecision.ts';

test('binary16 decodes the values of IEEE 754 and survives a round trip for all 65,536 bit patterns', () => {
  expect([0x3c00, 0xc000, 0x7bff, 0x0001, 0x0400, 0x3555].map(decodeFloat16)).toEqual([
    1,
    -2,
    65504,
    2 ** -24,
    2 ** -14,
    0.333251953125,
  ]);
  expect(decodeFloat16(0x7c00)).toBe(Infinity);
  expect(decodeFloat16(0xfc00)).toBe(-Infinity);
  for (let bits = 0; bits < 65536; bits++) {
    const value = decodeFloat16(bits);
    if (Number.isNaN(value)) expect(encodeFloat16(value) & 0x7e00).toBe(0x7e00);
    else if (encodeFloat16(value) !== bits) throw new Error(`${bits.toString(16)} came back otherwise`);
  }
});

test('binary16 rounds to nearest, ties to even', () => {
  const step = 2 ** -10; // spacing at 1
  expect(decodeFloat16(encodeFloat16(1 + step / 2))).toBe(1);
  expect(decodeFloat16(encodeFloat16(1 + 1.5 * step))).toBe(1 + 2 * step);
  expect(decodeFloat16(encodeFloat16(1 + 0.51 * step))).toBe(1 + step);
  expect(decodeFloat16(encodeFloat16(65519))).toBe(65504);
  expect(decodeFloat16(encodeFloat16(65520))).toBe(Infinity);
  // Subnormal spacing is 2^-24.
  expect(decodeFloat16(encodeFloat16(2 ** -25))).toBe(0);
  expect(decodeFloat16(encodeFloat16(1.5 * 2 ** -24))).toBe(2 ** -23);
  expect(decodeFloat16(encodeFloat16(-0.75 * 2 ** -24))).toBe(-(2 ** -24));
});

test('every binary16 neighbour pair: what lies between rounds to the nearer one', () => {
  for (let bits = 0; bits < 0x7bff; bits += 7) {
    const low = decodeFloat16(bits);
    const high = decodeFloat16(bits + 1);
    if (encodeFloat16(low + 0.4 * (high - low)) !== bits) throw new Error(`below the middle at ${bits}`);
    if (encodeFloat16(low + 0.6 * (high - low)) !== bits + 1) throw new Error(`above the middle at ${bits}`);
  }
});

test('bfloat16 is the upper half of a float32', () => {
  expect([0x3f80, 0xc000, 0x7f80, 0x0000, 0x3eab].map(decodeBfloat16)).toEqual([1, -2, Infinity, 0, 0.333984375]);
  expect(decodeBfloat16(0x0001)).toBe(2 ** -133);
});
