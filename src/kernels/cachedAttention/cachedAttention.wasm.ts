import { exp, expOne } from '../wasm/exp.wasm';
import { fma } from '../wasm/fma.wasm';
import { maxLanes, sumLanes } from '../wasm/lanes.wasm';
import { copyRow } from '../wasm/row.wasm';

/** R, capacity, heads, kvHeads, headSize; scratch: 4·capacity bytes. */
export function cachedAttention(
  qkv: usize,
  positions: usize,
  keyCache: usize,
  valueCache: usize,
  out: usize,
  rows: i32,
  capacity: i32,
  heads: i32,
  kvHeads: i32,
  headSize: i32,
  scratch: usize,
): void {
  const headBytes = <usize>headSize << 2;
  const slotBytes = <usize>kvHeads * headBytes;
  const scale = <f32>(1 / sqrt<f64>(<f64>headSize));
  for (let row = 0; row < rows; row++) {
    const position = load<i32>(positions + (<usize>row << 2));
    const key = qkv + <usize>heads * headBytes;
    // A row that is done may stand past its last slot; its output is not read, but must not touch another row's.
    if (position >= 0 && position < capacity) {
      copyRow(key, keyCache + <usize>position * slotBytes, slotBytes);
      copyRow(key + slotBytes, valueCache + <usize>position * slotBytes, slotBytes);
    }
    const seen = max(1, min(position + 1, capacity));
    for (let head = 0; head < heads; head++) {
      const offset = <usize>((head * kvHeads) / heads) * headBytes;
      scoreSlots(qkv + <usize>head * headBytes, keyCache + offset, slotBytes, seen, headBytes, scale, scratch);
      const factor = weigh(scratch, seen);
      mixSlots(scratch, valueCache + offset, slotBytes, seen, headBytes, factor, out);
      out += headBytes;
    }
    qkv += <usize>(heads + 2 * kvHeads) * headBytes;
    keyCache += <usize>capacity * slotBytes;
    valueCache += <usize>capacity * slotBytes;
  }
}

/** Four slots at a time: their lanes are added up together. */
function scoreSlots(
  query: usize,
  keys: usize,
  slotBytes: usize,
  seen: i32,
  headBytes: usize,
  scale: f32,
  scores: usize,
): void {
  const vectors = headBytes & ~15;
  let slot = 0;
  for (; slot + 4 <= seen; slot += 4) {
    let s0 = f32x4.splat(0);
    let s1 = f32x4.splat(0);
    let s2 = f32x4.splat(0);
    let s3 = f32x4.splat(0);
    let at: usize = 0;
    for (; at < vectors; at += 16) {
      const q = v128.load(query + at);
      s0 = fma(q, v128.load(keys + at), s0);
      s1 = fma(q, v128.load(keys + slotBytes + at), s1);
      s2 = fma(q, v128.load(keys + 2 * slotBytes + at), s2);
      s3 = fma(q, v128.load(keys + 3 * slotBytes + at), s3);
    }
    const low = f32x4.add(v128.shuffle<f32>(s0, s1, 0, 4, 1, 5), v128.shuffle<f32>(s0, s1, 2, 6, 3, 7));
    const high = f32x4.add(v128.shuffle<f32>(s2, s3, 0, 4, 1, 5), v128.shuffle<f32>(s2, s3, 2, 6, 3, 7));
    let sums = f32x4.add(v128.shuffle<f32>(low, high, 0, 1, 4, 5), v128.shuffle<f32>(low, high, 2, 3, 6, 7));
    for (; at < headBytes; at += 4) {
      const column = keys + at;
      let entries = f32x4.splat(load<f32>(column));
      entries = f32x4.replace_lane(entries, 1, load<f32>(column + slotBytes));
      entries = f32x4.replace_lane(entries, 2, load<f32>(column + 2 * slotBytes));
      entries = f32x4.replace_lane(entries, 3, load<f32>(column + 3 * slotBytes));
      sums = fma(v128.load32_splat(query + at), entries, sums);
    }
    v128.store(scores, f32x4.mul(sums, f32x4.splat(scale)));
    scores += 16;
    keys += 4 * slotBytes;
  }
  for (; slot < seen; slot++) {
    let sums = f32x4.splat(0);
    let at: usize = 0;
    for (; at < vectors; at += 16) sums = fma(v128.load(query + at), v128.load(keys + at), sums);
    let sum = sumLanes(sums);
    for (; at < headBytes; at += 4) sum += load<f32>(query + at) * load<f32>(keys + at);
    store<f32>(scores, sum * scale);
    scores += 4;
    keys += slotBytes;
  }
}

/** Scores → exp(score − largest); returns 1/sum. */
function weigh(scores: usize, count: i32): f32 {
  const end = scores + (<usize>count << 2);
  let largests = f32x4.splat(-Infinity);
  let at = scores;
  for (; at + 16 <= end; at += 16) largests = f32x4.pmax(largests, v128.load(at));
  let largest = maxLanes(largests);
  for (; at < end; at += 4) largest = max<f32>(largest, load<f32>(at));
  let sums = f32x4.splat(0);
  for (at = scores; at + 16 <= end; at += 16) {
    const weight = exp(f32x4.sub(v128.load(at), f32x4.splat(largest)));
    sums = f32x4.add(sums, weight);
    v128.store(at, weight);
  }
  let sum = sumLanes(sums);
  for (; at < end; at += 4) {
    const weight = expOne(load<f32>(at) - largest);
    sum += weight;
    store<f32>(at, weight);
  }
  return 1 / sum;
}

function mixSlots(
  weights: usize,
  values: usize,
  slotBytes: usize,
  seen: i32,
  headBytes: usize,
  factor: f32,
  out: usize,
): void {
  const factors = f32x4.splat(factor);
  let column: usize = 0;
  for (; column + 32 <= headBytes; column += 32) {
    let sum0 = f32x4.splat(0);
    let sum1 = f32x4.splat(0);
    let value = values + column;
    for (let slot = 0; slot < seen; slot++) {
      const weight = v128.load32_splat(weights + (<usize>slot << 2));
      sum0 = fma(weight, v128.load(value), sum0);
      sum1 = fma(weight, v128.load(value, 16), sum1);
      value += slotBytes;
    }
    v128.store(out + column, f32x4.mul(sum0, factors));
    v128.store(out + column, f32x4.mul(sum1, factors), 16);
  }
  for (; column < headBytes; column += 4) {
    let sum: f32 = 0;
    let value = values + column;
    for (let slot = 0; slot < seen; slot++) {
      sum += load<f32>(weights + (<usize>slot << 2)) * load<f32>(value);
      value += slotBytes;
    }
    store<f32>(out + column, sum * factor);
  }
}

/** M, heads, kvHeads, headSize. */
export function cacheRows(
  qkv: usize,
  slots: usize,
  keyCache: usize,
  valueCache: usize,
  rows: i32,
  heads: i32,
  kvHeads: i32,
  headSize: i32,
): void {
  const headBytes = <usize>headSize << 2;
  const slotBytes = <usize>kvHeads * headBytes;
  for (let row = 0; row < rows; row++) {
    const slot = load<i32>(slots + (<usize>row << 2));
    if (slot >= 0) {
      const key = qkv + <usize>heads * headBytes;
      copyRow(key, keyCache + <usize>slot * slotBytes, slotBytes);
      copyRow(key + slotBytes, valueCache + <usize>slot * slotBytes, slotBytes);
    }
    qkv += <usize>(heads + 2 * kvHeads) * headBytes;
  }
}
