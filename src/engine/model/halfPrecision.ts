/**
 * 16-bit floats as they lie in checkpoint files. Node 20 and older browsers have no `Float16Array`, so the conversions
 * are written out. Both decoders are exact: every 16-bit value is a float32.
 */
const floatView = new Float32Array(1);
const bitsView = new Uint32Array(floatView.buffer);

/** IEEE 754 binary16 bits → float32. */
export function decodeFloat16(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >>> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 0x1f) return fraction === 0 ? sign * Infinity : NaN;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

/** bfloat16 bits → float32: the upper half of a float32. */
export function decodeBfloat16(bits: number): number {
  bitsView[0] = (bits << 16) >>> 0;
  return floatView[0] as number;
}

/** Nearest binary16 bits, ties to even, as PyTorch's `.half()`; beyond ±65519.99… infinite; NaN stays NaN. */
export function encodeFloat16(value: number): number {
  floatView[0] = value;
  const bits = bitsView[0] as number;
  const sign = (bits >>> 16) & 0x8000;
  const magnitude = bits & 0x7fffffff;
  if (magnitude > 0x7f800000) return sign | 0x7e00;
  // 65520 is halfway between the largest binary16 and the next power step: from there on, infinity.
  if (magnitude >= 0x477ff000) return sign | 0x7c00;
  if (magnitude < 0x38800000) {
    // Subnormal: a multiple of 2⁻²⁴. Doubling by 2²⁴ is exact; the sum with 2²³ rounds half to even in float32.
    floatView[0] = Math.abs(value) * 2 ** 24 + 2 ** 23;
    return sign | ((bitsView[0] as number) - 0x4b000000);
  }
  const roundingBit = (magnitude >>> 13) & 1;
  return sign | ((magnitude + 0xfff + roundingBit - 0x38000000) >>> 13);
}
