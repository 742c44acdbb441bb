/** Rows of `width` floats, `sourceStride` bytes apart, times `factor`, to rows `targetStride` bytes apart. */
export function scaleRows(
  source: usize,
  sourceStride: usize,
  rows: i32,
  width: i32,
  target: usize,
  targetStride: usize,
  factor: f32,
): void {
  const bytes = <usize>width << 2;
  const vectors = bytes & ~15;
  for (let row = 0; row < rows; row++) {
    let at: usize = 0;
    for (; at < vectors; at += 16) {
      v128.store(target + at, f32x4.mul(v128.load(source + at), f32x4.splat(factor)));
    }
    for (; at < bytes; at += 4) store<f32>(target + at, load<f32>(source + at) * factor);
    source += sourceStride;
    target += targetStride;
  }
}

/** `scaleRows`, with zeros from `width` to the target's stride. */
export function packRows(
  source: usize,
  sourceStride: usize,
  rows: i32,
  width: i32,
  target: usize,
  targetStride: usize,
  factor: f32,
): void {
  scaleRows(source, sourceStride, rows, width, target, targetStride, factor);
  const bytes = <usize>width << 2;
  if (bytes == targetStride) return;
  for (let row = 0; row < rows; row++) memory.fill(target + <usize>row * targetStride + bytes, 0, targetStride - bytes);
}

/** Rows of `width` floats → columns: target[c][row] = source[row][c]·factor, `columns` ≥ rows of them, those past `rows` zero. */
export function packColumns(
  source: usize,
  sourceStride: usize,
  rows: i32,
  width: i32,
  target: usize,
  columns: i32,
  factor: f32,
): void {
  const stride = <usize>columns << 2;
  const scale = f32x4.splat(factor);
  let row = 0;
  for (; row + 4 <= rows; row += 4) {
    const first = source + <usize>row * sourceStride;
    const to = target + (<usize>row << 2);
    let c = 0;
    for (; c + 4 <= width; c += 4) {
      const from = first + (<usize>c << 2);
      const r0 = v128.load(from);
      const r1 = v128.load(from + sourceStride);
      const r2 = v128.load(from + 2 * sourceStride);
      const r3 = v128.load(from + 3 * sourceStride);
      const low01 = v128.shuffle<f32>(r0, r1, 0, 4, 1, 5);
      const high01 = v128.shuffle<f32>(r0, r1, 2, 6, 3, 7);
      const low23 = v128.shuffle<f32>(r2, r3, 0, 4, 1, 5);
      const high23 = v128.shuffle<f32>(r2, r3, 2, 6, 3, 7);
      const column = to + <usize>c * stride;
      v128.store(column, f32x4.mul(v128.shuffle<f32>(low01, low23, 0, 1, 4, 5), scale));
      v128.store(column + stride, f32x4.mul(v128.shuffle<f32>(low01, low23, 2, 3, 6, 7), scale));
      v128.store(column + 2 * stride, f32x4.mul(v128.shuffle<f32>(high01, high23, 0, 1, 4, 5), scale));
      v128.store(column + 3 * stride, f32x4.mul(v128.shuffle<f32>(high01, high23, 2, 3, 6, 7), scale));
    }
    for (; c < width; c++) {
      for (let i = 0; i < 4; i++) {
        const value = load<f32>(first + <usize>i * sourceStride + (<usize>c << 2));
        store<f32>(to + (<usize>i << 2) + <usize>c * stride, value * factor);
      }
    }
  }
  for (; row < columns; row++) {
    for (let c = 0; c < width; c++) {
      const value: f32 = row < rows ? load<f32>(source + <usize>row * sourceStride + (<usize>c << 2)) * factor : 0;
      store<f32>(target + (<usize>row << 2) + <usize>c * stride, value);
    }
  }
}
