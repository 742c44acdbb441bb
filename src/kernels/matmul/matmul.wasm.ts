/**
 * Matrix products of any size. A block of b is packed into panels of 8 columns and six rows of a into one strip, so that the loop over k reads
 * straight on; packing is paid once per block and once per six rows.
 */
import { packA, packColumns, packRows, packTransposedA } from './packing.wasm';
import { edgeTile, tile } from './tile.wasm';
import { COLUMNS, ROWS } from './tileSize.wasm';

/** Rows of b in a block: a panel of 8 KiB stays in the first cache while the rows of a pass by. */
const INNER_BLOCK: i32 = 256;
/** Columns of b in a block of a quarter megabyte, for the second cache. */
const COLUMN_BLOCK: i32 = 256;
const TILE_BYTES: usize = 6 * 8 * 4;
const PACKED_A_BYTES: usize = 6 * 256 * 4;

/**
 * c [M, N] = source + op(a) op(b). `source` is 0 (nothing), a residual [M, N], or c itself (added into).
 * `form`: 0 = a [M, K], b [K, N]; 1 = b lies as [N, K]; 2 = a lies as [K, M].
 */
function product(a: usize, b: usize, source: usize, c: usize, M: i32, N: i32, K: i32, form: i32, scratch: usize): void {
  const packedA: usize = scratch + TILE_BYTES;
  const packedB: usize = packedA + PACKED_A_BYTES;
  const cStride: usize = (<usize>N) << 2;
  for (let j0: i32 = 0; j0 < N; j0 += COLUMN_BLOCK) {
    const columns = min(COLUMN_BLOCK, N - j0);
    for (let k0: i32 = 0; k0 < K; k0 += INNER_BLOCK) {
      const depth = min(INNER_BLOCK, K - k0);
      if (form == 1) packColumns(b, K, k0, depth, j0, columns, packedB);
      else packRows(b, N, k0, depth, j0, columns, packedB);
      const before: usize = k0 == 0 ? source : c;
      for (let i: i32 = 0; i < M; i += ROWS) {
        const rows = min(ROWS, M - i);
        if (form == 2) packTransposedA(a, M, k0, depth, i, rows, packedA);
        else packA(a, K, k0, depth, i, rows, packedA);
        const corner: usize = (<usize>i * <usize>N + <usize>j0) << 2;
        let panel: usize = packedB;
        for (let j: i32 = 0; j < columns; j += COLUMNS) {
          const at: usize = corner + ((<usize>j) << 2);
          const from: usize = before != 0 ? before + at : 0;
          const width = min(COLUMNS, columns - j);
          if (rows == ROWS && width == COLUMNS) {
            tile(depth, packedA, panel, c + at, cStride, from, cStride);
          } else {
            edgeTile(depth, packedA, panel, c + at, cStride, from, rows, width, scratch);
          }
          panel += (<usize>depth) << 5;
        }
      }
    }
  }
}

/** Inputs a [M, K], b [K, N], source (0: none; else [M, N], which may be c); output c [M, N]. */
export function matmulNN(a: usize, b: usize, source: usize, c: usize, M: i32, N: i32, K: i32, scratch: usize): void {
  product(a, b, source, c, M, N, K, 0, scratch);
}

/** As matmulNN, with b [N, K]. */
export function matmulNT(a: usize, b: usize, source: usize, c: usize, M: i32, N: i32, K: i32, scratch: usize): void {
  product(a, b, source, c, M, N, K, 1, scratch);
}

/** As matmulNN, with a [K, M]. */
export function matmulTN(a: usize, b: usize, source: usize, c: usize, M: i32, N: i32, K: i32, scratch: usize): void {
  product(a, b, source, c, M, N, K, 2, scratch);
}
