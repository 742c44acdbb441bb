import { maxLanes } from './lanes.wasm';

/** The largest of `bytes`/4 floats; −∞ of none. */
export function largestOf(logits: usize, bytes: usize): f32 {
  const vectors = bytes & ~15;
  let largest0 = f32x4.splat(-Infinity);
  let largest1 = largest0;
  let at: usize = 0;
  for (; at + 32 <= vectors; at += 32) {
    largest0 = f32x4.pmax(largest0, v128.load(logits + at));
    largest1 = f32x4.pmax(largest1, v128.load(logits + at, 16));
  }
  if (at < vectors) largest0 = f32x4.pmax(largest0, v128.load(logits + at));
  let largest = maxLanes(f32x4.pmax(largest0, largest1));
  for (at = vectors; at < bytes; at += 4) largest = max<f32>(largest, load<f32>(logits + at));
  return largest;
}
