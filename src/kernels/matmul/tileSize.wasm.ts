/** Rows and columns of a register tile. */
export const ROWS: i32 = 6;
export const COLUMNS: i32 = 8;
