import { exp, expOne } from '../wasm/exp.wasm';
import { sumLanes } from '../wasm/lanes.wasm';
import { ln } from '../wasm/ln.wasm';

/** Bytes of logits whose exponentials are summed in registers before they join the row's sum in double. */
const SUMMED_BYTES: usize = 4096;

/** `previous` may be 0: none. M, P. */
export function collisionStatistics(
  logits: usize,
  statistics: usize,
  previous: usize,
  collisions: usize,
  rows: i32,
  width: i32,
): void {
  const bytes = <usize>width << 2;
  const vectors = bytes & ~15;
  for (let row = 0; row < rows; row++) {
    const peak = load<f32>(statistics);
    const peaks = f32x4.splat(peak);
    let squares: f64 = 0;
    let at: usize = 0;
    while (at < vectors) {
      const stop = min(vectors, at + SUMMED_BYTES);
      let sums = f32x4.splat(0);
      for (; at < stop; at += 16) {
        const shifted = f32x4.sub(v128.load(logits + at), peaks);
        sums = f32x4.add(sums, exp(f32x4.add(shifted, shifted)));
      }
      squares += <f64>sumLanes(sums);
    }
    for (; at < bytes; at += 4) squares += <f64>expOne(2 * (load<f32>(logits + at) - peak));
    if (previous != 0) {
      squares += <f64>expOne(2 * (load<f32>(previous) - peak)) * <f64>load<f32>(previous, 4);
      previous += 8;
    }
    store<f32>(collisions, peak);
    store<f32>(collisions, <f32>squares, 4);
    statistics += 16;
    collisions += 8;
    logits += bytes;
  }
}

/** M. */
export function logCollision(statistics: usize, collisions: usize, out: usize, rows: i32): void {
  for (let row = 0; row < rows; row++) {
    const logMass = ln(<f64>load<f32>(statistics, 4));
    store<f32>(out + (<usize>row << 2), <f32>(ln(<f64>load<f32>(collisions, 4)) - 2 * logMass));
    statistics += 16;
    collisions += 8;
  }
}
