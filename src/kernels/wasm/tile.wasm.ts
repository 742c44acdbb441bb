/**
 * Register tiles of 4 rows × 8 columns: eight accumulators hide the multiply's latency, and with two columns' vectors and a
 * broadcast they fit in sixteen registers. Sums run over k in order. All strides are in bytes.
 */
import { fma } from './fma.wasm';

/** C[r][c] = Σₖ a[k][r]·b[k][c]: the four rows lie side by side in `a`. */
export function tile(a: usize, aStride: usize, b: usize, bStride: usize, k: i32, c: usize, cStride: usize): void {
  let c00 = f32x4.splat(0);
  let c01 = f32x4.splat(0);
  let c10 = f32x4.splat(0);
  let c11 = f32x4.splat(0);
  let c20 = f32x4.splat(0);
  let c21 = f32x4.splat(0);
  let c30 = f32x4.splat(0);
  let c31 = f32x4.splat(0);
  for (let i = 0; i < k; i++) {
    const b0 = v128.load(b);
    const b1 = v128.load(b, 16);
    const a0 = v128.load32_splat(a);
    c00 = fma(a0, b0, c00);
    c01 = fma(a0, b1, c01);
    const a1 = v128.load32_splat(a, 4);
    c10 = fma(a1, b0, c10);
    c11 = fma(a1, b1, c11);
    const a2 = v128.load32_splat(a, 8);
    c20 = fma(a2, b0, c20);
    c21 = fma(a2, b1, c21);
    const a3 = v128.load32_splat(a, 12);
    c30 = fma(a3, b0, c30);
    c31 = fma(a3, b1, c31);
    a += aStride;
    b += bStride;
  }
  v128.store(c, c00);
  v128.store(c, c01, 16);
  c += cStride;
  v128.store(c, c10);
  v128.store(c, c11, 16);
  c += cStride;
  v128.store(c, c20);
  v128.store(c, c21, 16);
  c += cStride;
  v128.store(c, c30);
  v128.store(c, c31, 16);
}

/** Rows of a panel: the unit in which attention handles query rows. */
export const PANEL = 8;

/**
 * C[r][c] += Σ over `panels` of Σ over 8 rows i of a[panel][r][i]·b[panel][i][c]: the rows summed over lie side by side in `a`,
 * whose four rows are 32 bytes apart; `b` has bStride bytes a row, and its panels follow one another.
 */
export function addTransposedTile(
  a: usize,
  panelStride: usize,
  panels: i32,
  b: usize,
  bStride: usize,
  c: usize,
  cStride: usize,
): void {
  let c00 = v128.load(c);
  let c01 = v128.load(c, 16);
  let c10 = v128.load(c + cStride);
  let c11 = v128.load(c + cStride, 16);
  let c20 = v128.load(c + 2 * cStride);
  let c21 = v128.load(c + 2 * cStride, 16);
  let c30 = v128.load(c + 3 * cStride);
  let c31 = v128.load(c + 3 * cStride, 16);
  for (let panel = 0; panel < panels; panel++) {
    let at = a;
    for (let i = 0; i < PANEL; i++) {
      const b0 = v128.load(b);
      const b1 = v128.load(b, 16);
      const a0 = v128.load32_splat(at);
      c00 = fma(a0, b0, c00);
      c01 = fma(a0, b1, c01);
      const a1 = v128.load32_splat(at, 32);
      c10 = fma(a1, b0, c10);
      c11 = fma(a1, b1, c11);
      const a2 = v128.load32_splat(at, 64);
      c20 = fma(a2, b0, c20);
      c21 = fma(a2, b1, c21);
      const a3 = v128.load32_splat(at, 96);
      c30 = fma(a3, b0, c30);
      c31 = fma(a3, b1, c31);
      at += 4;
      b += bStride;
    }
    a += panelStride;
  }
  v128.store(c, c00);
  v128.store(c, c01, 16);
  c += cStride;
  v128.store(c, c10);
  v128.store(c, c11, 16);
  c += cStride;
  v128.store(c, c20);
  v128.store(c, c21, 16);
  c += cStride;
  v128.store(c, c30);
  v128.store(c, c31, 16);
}
