/**
 * Attention by panels of 8 query rows, which lie in lanes: scores are kept as [key][8 rows], so that the softmax runs down the
 * lanes and needs no tails, and every product is one register tile over packed operands. A panel sees keys up to its last row
 * only. Keys past a sequence's end and rows past the last one are zeros in the packs, and never written out.
 */
import { exp } from '../wasm/exp.wasm';
import { ln } from '../wasm/ln.wasm';
import { packColumns, packRows, scaleRows } from '../wasm/pack.wasm';
import { PANEL, tile } from '../wasm/tile.wasm';
import { hideLaterKeys, roundUp } from './panel.wasm';

/** M, heads, kvHeads, headSize; scratch for one sequence and one kv head (how much: `causalAttention.binding.ts`). */
export function causalAttention(
  qkv: usize,
  segments: usize,
  out: usize,
  lse: usize,
  rows: i32,
  heads: i32,
  kvHeads: i32,
  headSize: i32,
  scratch: usize,
): void {
  const rowBytes = <usize>((heads + 2 * kvHeads) * headSize) << 2;
  const outBytes = <usize>(heads * headSize) << 2;
  for (let row = 0; row < rows; ) {
    const end = load<i32>(segments + (<usize>row << 3), 4);
    const outRow = out + <usize>row * outBytes;
    const lseRow = lse + (<usize>(row * heads) << 2);
    if (end <= row) {
      memory.fill(outRow, 0, outBytes);
      memory.fill(lseRow, 0, <usize>heads << 2);
      row++;
      continue;
    }
    attendSegment(qkv + <usize>row * rowBytes, outRow, lseRow, end - row, heads, kvHeads, headSize, scratch);
    row = end;
  }
}

function attendSegment(
  qkv: usize,
  out: usize,
  lse: usize,
  length: i32,
  heads: i32,
  kvHeads: i32,
  headSize: i32,
  scratch: usize,
): void {
  const headBytes = <usize>headSize << 2;
  const rowBytes = <usize>(heads + 2 * kvHeads) * headBytes;
  const outBytes = <usize>heads * headBytes;
  const padded = roundUp(length);
  const packBytes = roundUp(headSize) << 2;
  const keyBytes = padded << 2;
  const keys = scratch; // [D, keys]
  const values = keys + <usize>headSize * keyBytes; // [keys, D']
  const queries = values + padded * packBytes; // [D, 8]
  const scores = queries + <usize>headSize * 32; // [keys, 8]
  const mixed = scores + padded * 32; // [8, D']
  const factors = mixed + 8 * packBytes; // [8]
  const scale = <f32>(1 / sqrt<f64>(<f64>headSize));
  let packed = -1;
  for (let head = 0; head < heads; head++) {
    const kvHead = (head * kvHeads) / heads;
    if (kvHead != packed) {
      packed = kvHead;
      const key = qkv + <usize>(heads + kvHead) * headBytes;
      packColumns(key, rowBytes, length, headSize, keys, <i32>padded, 1);
      packRows(key + <usize>kvHeads * headBytes, rowBytes, length, headSize, values, packBytes, 1);
    }
    for (let first = 0; first < length; first += PANEL) {
      const count = min(PANEL, length - first);
      const query = qkv + <usize>first * rowBytes + <usize>head * headBytes;
      packColumns(query, rowBytes, count, headSize, queries, PANEL, scale);
      const seen = first + PANEL;
      for (let key = 0; key < seen; key += 4) {
        tile(keys + (<usize>key << 2), keyBytes, queries, 32, headSize, scores + (<usize>key << 5), 32);
      }
      hideLaterKeys(scores + (<usize>first << 5), -Infinity);
      softmax(scores, seen, factors, lse + (<usize>(first * heads + head) << 2), <usize>heads << 2, count);
      const real = min(seen, length);
      for (let column: usize = 0; column < packBytes; column += 32) {
        tile(scores, 32, values + column, packBytes, real, mixed + column, packBytes);
        tile(scores + 16, 32, values + column, packBytes, real, mixed + 4 * packBytes + column, packBytes);
      }
      let target = out + <usize>first * outBytes + <usize>head * headBytes;
      for (let row = 0; row < count; row++) {
        scaleRows(mixed + <usize>row * packBytes, 0, 1, headSize, target, 0, load<f32>(factors + (<usize>row << 2)));
        target += outBytes;
      }
    }
  }
}

/** scores [keys, 8] → exp(score − largest); factors = 1/sum; lse written for `count` rows. */
function softmax(scores: usize, keys: i32, factors: usize, lse: usize, lseStride: usize, count: i32): void {
  const end = scores + (<usize>keys << 5);
  let largest0 = v128.load(scores);
  let largest1 = v128.load(scores, 16);
  for (let at = scores + 32; at < end; at += 32) {
    largest0 = f32x4.pmax(largest0, v128.load(at));
    largest1 = f32x4.pmax(largest1, v128.load(at, 16));
  }
  let sum0 = f32x4.splat(0);
  let sum1 = f32x4.splat(0);
  for (let at = scores; at < end; at += 32) {
    const p0 = exp(f32x4.sub(v128.load(at), largest0));
    const p1 = exp(f32x4.sub(v128.load(at, 16), largest1));
    sum0 = f32x4.add(sum0, p0);
    sum1 = f32x4.add(sum1, p1);
    v128.store(at, p0);
    v128.store(at, p1, 16);
  }
  v128.store(factors, sum0);
  v128.store(factors, sum1, 16);
  v128.store(factors, largest0, 32);
  v128.store(factors, largest1, 48);
  for (let row = 0; row < count; row++) {
    const at = factors + (<usize>row << 2);
    store<f32>(lse, <f32>(<f64>load<f32>(at, 32) + ln(load<f32>(at))));
    lse += lseStride;
  }
  v128.store(factors, f32x4.div(f32x4.splat(1), sum0));
  v128.store(factors, f32x4.div(f32x4.splat(1), sum1), 16);
}
