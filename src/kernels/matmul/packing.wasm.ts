/** Copies of blocks of a and b in the order in which tiles read them. */
import { COLUMNS, ROWS } from './tileSize.wasm';

/** Bytes of one row of a panel of b. */
const PANEL_ROW: usize = 32;

/** Rows k0..k0+depth of b [K, N] from column j0, as panels of 8 columns, zeros beyond N. */
export function packRows(b: usize, N: i32, k0: i32, depth: i32, j0: i32, columns: i32, target: usize): void {
  const stride: usize = (<usize>N) << 2;
  for (let j: i32 = 0; j < columns; j += COLUMNS) {
    let from: usize = b + ((<usize>k0 * <usize>N + <usize>(j0 + j)) << 2);
    const width = min(COLUMNS, columns - j);
    for (let k: i32 = 0; k < depth; k++) {
      if (width == COLUMNS) {
        v128.store(target, v128.load(from));
        v128.store(target, v128.load(from, 16), 16);
      } else {
        for (let t: i32 = 0; t < COLUMNS; t++) {
          f32.store(target + (<usize>t << 2), t < width ? f32.load(from + (<usize>t << 2)) : 0);
        }
      }
      target += 32;
      from += stride;
    }
  }
}

/** Four rows of four numbers, transposed. */
@inline
function transpose4(from: usize, stride: usize, target: usize): void {
  const r0 = v128.load(from);
  const r1 = v128.load(from + stride);
  const r2 = v128.load(from + 2 * stride);
  const r3 = v128.load(from + 3 * stride);
  const low01 = v128.shuffle<i32>(r0, r1, 0, 4, 1, 5);
  const high01 = v128.shuffle<i32>(r0, r1, 2, 6, 3, 7);
  const low23 = v128.shuffle<i32>(r2, r3, 0, 4, 1, 5);
  const high23 = v128.shuffle<i32>(r2, r3, 2, 6, 3, 7);
  v128.store(target, v128.shuffle<i64>(low01, low23, 0, 2));
  v128.store(target + PANEL_ROW, v128.shuffle<i64>(low01, low23, 1, 3));
  v128.store(target + 2 * PANEL_ROW, v128.shuffle<i64>(high01, high23, 0, 2));
  v128.store(target + 3 * PANEL_ROW, v128.shuffle<i64>(high01, high23, 1, 3));
}

/** As `packRows`, from bᵀ, which lies as [N, K]. */
export function packColumns(b: usize, K: i32, k0: i32, depth: i32, j0: i32, columns: i32, target: usize): void {
  const stride: usize = (<usize>K) << 2;
  for (let j: i32 = 0; j < columns; j += COLUMNS) {
    const from: usize = b + ((<usize>(j0 + j) * <usize>K + <usize>k0) << 2);
    const width = min(COLUMNS, columns - j);
    let k: i32 = 0;
    if (width == COLUMNS) {
      for (; k + 4 <= depth; k += 4) {
        const at: usize = from + (<usize>k << 2);
        const to: usize = target + (<usize>k << 5);
        transpose4(at, stride, to);
        transpose4(at + 4 * stride, stride, to + 16);
      }
    }
    for (; k < depth; k++) {
      for (let t: i32 = 0; t < COLUMNS; t++) {
        const at: usize = from + <usize>t * stride + (<usize>k << 2);
        f32.store(target + (<usize>k << 5) + (<usize>t << 2), t < width ? f32.load(at) : 0);
      }
    }
    target += <usize>depth << 5;
  }
}

/** Rows i..i+6 of a [M, K], columns k0..k0+depth, as `depth` groups of six numbers. Rows beyond M repeat the last: never stored. */
export function packA(a: usize, K: i32, k0: i32, depth: i32, i: i32, rows: i32, target: usize): void {
  const stride: usize = <usize>K << 2;
  const a0: usize = a + ((<usize>i * <usize>K + <usize>k0) << 2);
  const a1: usize = rows > 1 ? a0 + stride : a0;
  const a2: usize = rows > 2 ? a1 + stride : a1;
  const a3: usize = rows > 3 ? a2 + stride : a2;
  const a4: usize = rows > 4 ? a3 + stride : a3;
  const a5: usize = rows > 5 ? a4 + stride : a4;
  const end: usize = <usize>depth << 2;
  for (let k: usize = 0; k < end; k += 4) {
    f32.store(target, f32.load(a0 + k));
    f32.store(target, f32.load(a1 + k), 4);
    f32.store(target, f32.load(a2 + k), 8);
    f32.store(target, f32.load(a3 + k), 12);
    f32.store(target, f32.load(a4 + k), 16);
    f32.store(target, f32.load(a5 + k), 20);
    target += 24;
  }
}

/** As `packA`, from aᵀ, which lies as [K, M]. */
export function packTransposedA(a: usize, M: i32, k0: i32, depth: i32, i: i32, rows: i32, target: usize): void {
  const stride: usize = <usize>M << 2;
  let from: usize = a + ((<usize>k0 * <usize>M + <usize>i) << 2);
  for (let k: i32 = 0; k < depth; k++) {
    if (rows == ROWS) {
      v128.store(target, v128.load(from));
      v128.store64_lane(target, v128.load64_zero(from, 16), 0, 16);
    } else {
      for (let r: i32 = 0; r < ROWS; r++) f32.store(target + (<usize>r << 2), f32.load(from + (<usize>min(r, rows - 1) << 2)));
    }
    from += stride;
    target += 24;
  }
}
