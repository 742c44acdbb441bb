import { fma } from './fma.wasm';

/**
 * eˣ by lanes, within 2e-7 relative (Cephes' expf: x = n·ln2 + r, polynomial in r). Below −87.33, where floats go subnormal,
 * it is 0; above 88.72 it stays at the largest power. −∞ gives 0, NaN gives NaN.
 */
@inline
export function exp(x: v128): v128 {
  // Adding 1.5·2²³ rounds to a whole number and leaves it in the low bits, ready to be added to the exponent.
  const magic = f32x4.splat(12582912);
  // pmin and pmax keep their first operand when it is NaN, and are one instruction where min and max are several.
  const clamped = f32x4.pmax(f32x4.pmin(x, f32x4.splat(88.72283)), f32x4.splat(-87.33654));
  const shifted = fma(clamped, f32x4.splat(1.44269504), magic);
  const n = f32x4.sub(shifted, magic);
  const r = fma(n, f32x4.splat(2.12194440e-4), fma(n, f32x4.splat(-0.693359375), clamped));
  let p = fma(r, f32x4.splat(1.9875691500e-4), f32x4.splat(1.3981999507e-3));
  p = fma(p, r, f32x4.splat(8.3334519073e-3));
  p = fma(p, r, f32x4.splat(4.1665795894e-2));
  p = fma(p, r, f32x4.splat(1.6666665459e-1));
  p = fma(p, r, f32x4.splat(5.0000001201e-1));
  p = f32x4.add(fma(p, f32x4.mul(r, r), r), f32x4.splat(1));
  const scaled = i32x4.add(p, i32x4.shl(shifted, 23));
  return v128.andnot(scaled, f32x4.lt(x, f32x4.splat(-87.33654)));
}

/** eˣ of one number, as `exp`. */
@inline
export function expOne(x: f32): f32 {
  return f32x4.extract_lane(exp(f32x4.splat(x)), 0);
}
