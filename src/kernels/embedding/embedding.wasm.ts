import { addRow, copyRow } from '../wasm/row.wasm';

/** M, C. */
export function embedding(ids: usize, table: usize, out: usize, rows: i32, channels: i32): void {
  const bytes = <usize>channels << 2;
  for (let row = 0; row < rows; row++) {
    copyRow(table + <usize>load<i32>(ids + (<usize>row << 2)) * bytes, out, bytes);
    out += bytes;
  }
}

/** Adds each row of dOut to its token's row, in the order of rows. M, C. */
export function embeddingGrad(ids: usize, dOut: usize, dTable: usize, rows: i32, channels: i32): void {
  const bytes = <usize>channels << 2;
  for (let row = 0; row < rows; row++) {
    addRow(dOut, dTable + <usize>load<i32>(ids + (<usize>row << 2)) * bytes, bytes);
    dOut += bytes;
  }
}
