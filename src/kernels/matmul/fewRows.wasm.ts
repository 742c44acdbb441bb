/**
 * Products of a few rows with bᵀ, as in decoding: dot products along k, two rows with four columns at a time. Nothing is packed: a weight is
 * read once, and packing it would cost as much as the product.
 */
import { fma } from '../wasm/fma.wasm';

/** The sums of the lanes of four vectors. */
@inline
function laneSums(a: v128, b: v128, c: v128, d: v128): v128 {
  const ab = f32x4.add(v128.shuffle<i32>(a, b, 0, 4, 1, 5), v128.shuffle<i32>(a, b, 2, 6, 3, 7));
  const cd = f32x4.add(v128.shuffle<i32>(c, d, 0, 4, 1, 5), v128.shuffle<i32>(c, d, 2, 6, 3, 7));
  return f32x4.add(v128.shuffle<i64>(ab, cd, 0, 2), v128.shuffle<i64>(ab, cd, 1, 3));
}

/** Dot products of rows a0, a1 with the four rows b0..b3, to c0 and c1, started from s0 and s1 (0: from zeros). */
function tile2x4(
  K: i32,
  a0: usize,
  a1: usize,
  b0: usize,
  stride: usize,
  c0: usize,
  c1: usize,
  s0: usize,
  s1: usize,
): void {
  let b1: usize = b0 + stride;
  let b2: usize = b1 + stride;
  let b3: usize = b2 + stride;
  let d00: v128 = f32x4.splat(0);
  let d01: v128 = f32x4.splat(0);
  let d02: v128 = f32x4.splat(0);
  let d03: v128 = f32x4.splat(0);
  let d10: v128 = f32x4.splat(0);
  let d11: v128 = f32x4.splat(0);
  let d12: v128 = f32x4.splat(0);
  let d13: v128 = f32x4.splat(0);
  let k: i32 = K;
  for (; k >= 4; k -= 4) {
    const x0 = v128.load(a0);
    const x1 = v128.load(a1);
    let w = v128.load(b0);
    d00 = fma(x0, w, d00);
    d10 = fma(x1, w, d10);
    w = v128.load(b1);
    d01 = fma(x0, w, d01);
    d11 = fma(x1, w, d11);
    w = v128.load(b2);
    d02 = fma(x0, w, d02);
    d12 = fma(x1, w, d12);
    w = v128.load(b3);
    d03 = fma(x0, w, d03);
    d13 = fma(x1, w, d13);
    a0 += 16;
    a1 += 16;
    b0 += 16;
    b1 += 16;
    b2 += 16;
    b3 += 16;
  }
  let sum0 = laneSums(d00, d01, d02, d03);
  let sum1 = laneSums(d10, d11, d12, d13);
  for (; k > 0; k--) {
    let w = v128.load32_zero(b0);
    w = v128.load32_lane(b1, w, 1);
    w = v128.load32_lane(b2, w, 2);
    w = v128.load32_lane(b3, w, 3);
    sum0 = fma(v128.load32_splat(a0), w, sum0);
    sum1 = fma(v128.load32_splat(a1), w, sum1);
    a0 += 4;
    a1 += 4;
    b0 += 4;
    b1 += 4;
    b2 += 4;
    b3 += 4;
  }
  if (s0 != 0) {
    sum0 = f32x4.add(v128.load(s0), sum0);
    sum1 = f32x4.add(v128.load(s1), sum1);
  }
  v128.store(c0, sum0);
  v128.store(c1, sum1);
}

function dot(K: i32, a: usize, b: usize): f32 {
  let sum: v128 = f32x4.splat(0);
  let k: i32 = K;
  for (; k >= 4; k -= 4) {
    sum = fma(v128.load(a), v128.load(b), sum);
    a += 16;
    b += 16;
  }
  let total: f32 =
    f32x4.extract_lane(sum, 0) + f32x4.extract_lane(sum, 1) + (f32x4.extract_lane(sum, 2) + f32x4.extract_lane(sum, 3));
  for (; k > 0; k--) {
    total += f32.load(a) * f32.load(b);
    a += 4;
    b += 4;
  }
  return total;
}

/** Inputs a [M, K], b [N, K], source (0: none; else [M, N], which may be c); output c [M, N]. */
export function matmulFewRowsNT(a: usize, b: usize, source: usize, c: usize, M: i32, N: i32, K: i32): void {
  const aStride: usize = <usize>K << 2;
  const cStride: usize = <usize>N << 2;
  const whole: i32 = N & ~3;
  let column: usize = b;
  for (let j: i32 = 0; j < whole; j += 4) {
    for (let i: i32 = 0; i < M; i += 2) {
      // A last odd row is computed twice.
      const next: i32 = min(i + 1, M - 1);
      const at: usize = <usize>i * cStride + (<usize>j << 2);
      const nextAt: usize = <usize>next * cStride + (<usize>j << 2);
      const s0: usize = source != 0 ? source + at : 0;
      const s1: usize = source != 0 ? source + nextAt : 0;
      tile2x4(K, a + <usize>i * aStride, a + <usize>next * aStride, column, aStride, c + at, c + nextAt, s0, s1);
    }
    column += 4 * aStride;
  }
  for (let j: i32 = whole; j < N; j++) {
    for (let i: i32 = 0; i < M; i++) {
      const at: usize = <usize>i * cStride + (<usize>j << 2);
      const before: f32 = source != 0 ? f32.load(source + at) : 0;
      f32.store(c + at, before + dot(K, a + <usize>i * aStride, column));
    }
    column += aStride;
  }
}
