import { power } from '../wasm/power.wasm';
import { cosine, sine } from '../wasm/sine.wasm';

/**
 * Turns the first `heads` heads of x in place. Sequences packed together share their positions, so each position's cosines and
 * sines are found once (in double, as the angle of a late position needs) and kept for the launch.
 * M, W, heads, headSize, inverse; theta; scratch: 4·M + 4·headSize·(M + 2) bytes.
 */
export function rope(
  x: usize,
  positions: usize,
  rows: i32,
  width: i32,
  heads: i32,
  headSize: i32,
  inverse: i32,
  theta: f32,
  scratch: usize,
): void {
  const half = headSize >> 1;
  const halfBytes = <usize>half << 2;
  const headBytes = <usize>headSize << 2;
  const frequencies = scratch; // double [D/2]
  const tables = frequencies + <usize>half * 8; // [M + 1, D]: cosines, then sines
  const known = tables + <usize>(rows + 1) * headBytes; // i32 [M]: whether the position has its table
  for (let i = 0; i < half; i++) {
    store<f64>(frequencies + (<usize>i << 3), power(<f64>theta, <f64>(-2 * i) / <f64>headSize));
  }
  memory.fill(known, 0, <usize>rows << 2);
  for (let row = 0; row < rows; row++) {
    const position = load<i32>(positions + (<usize>row << 2));
    // A position beyond the table's (a row decoded alone) uses the last place, which keeps nothing.
    const isKept = position >= 0 && position < rows;
    const slot = isKept ? position : rows;
    const cosines = tables + <usize>slot * headBytes;
    const flag = known + (<usize>slot << 2);
    if (!isKept || load<i32>(flag) == 0) {
      fillTable(frequencies, cosines, half, position, inverse);
      if (isKept) store<i32>(flag, 1);
    }
    let head = x;
    for (let h = 0; h < heads; h++) {
      turnHead(head, cosines, halfBytes);
      head += headBytes;
    }
    x += <usize>width << 2;
  }
}

function fillTable(frequencies: usize, cosines: usize, half: i32, position: i32, inverse: i32): void {
  const sines = cosines + (<usize>half << 2);
  for (let i = 0; i < half; i++) {
    const angle = <f64>position * load<f64>(frequencies + (<usize>i << 3));
    const at = <usize>i << 2;
    store<f32>(cosines + at, <f32>cosine(angle));
    store<f32>(sines + at, <f32>(inverse ? -sine(angle) : sine(angle)));
  }
}

@inline
function turnHead(head: usize, cosines: usize, halfBytes: usize): void {
  const vectors = halfBytes & ~15;
  let at: usize = 0;
  for (; at < vectors; at += 16) {
    const c = v128.load(cosines + at);
    const s = v128.load(cosines + halfBytes + at);
    const first = v128.load(head + at);
    const second = v128.load(head + halfBytes + at);
    v128.store(head + at, f32x4.sub(f32x4.mul(first, c), f32x4.mul(second, s)));
    v128.store(head + halfBytes + at, f32x4.add(f32x4.mul(second, c), f32x4.mul(first, s)));
  }
  for (; at < halfBytes; at += 4) {
    const c = load<f32>(cosines + at);
    const s = load<f32>(cosines + halfBytes + at);
    const first = load<f32>(head + at);
    const second = load<f32>(head + halfBytes + at);
    store<f32>(head + at, first * c - second * s);
    store<f32>(head + halfBytes + at, second * c + first * s);
  }
}
