import { exp, expOne } from '../wasm/exp.wasm';
import { sumDoubles } from '../wasm/lanes.wasm';
import { ln } from '../wasm/ln.wasm';

const END_IDS: i32 = 5;
/** The bits of 1, the likeliest token's weight: bits of positive floats are in the order of the floats. */
const ONE_BITS: u32 = 0x3f800000;

/** R, V, L, advance, capacity; scratch: 4·V bytes. */
export function chooseToken(
  logits: usize,
  uniforms: usize,
  settings: usize,
  ids: usize,
  positions: usize,
  progress: usize,
  answers: usize,
  rows: i32,
  vocabulary: i32,
  length: i32,
  advance: i32,
  capacity: i32,
  scratch: usize,
): void {
  const temperature = load<f32>(settings);
  const topP = load<f32>(settings, 4);
  const longest = load<f32>(settings, 8);
  for (let row = 0; row < rows; row++) {
    const offset = <usize>row << 2;
    const count = load<i32>(progress + offset);
    if (count < 0) continue;
    const position = load<i32>(positions + offset) + advance;
    // A row that is done is fed again, into its last slot.
    store<i32>(positions + offset, min(position, capacity - 1));
    const rowLogits = logits + ((<usize>row * <usize>vocabulary) << 2);
    const best = likeliest(rowLogits, vocabulary);
    let id = max(best, 0);
    let logp: f32 = NaN;
    if (best >= 0) {
      const largest = load<f32>(rowLogits + (<usize>best << 2));
      const uniform = load<f32>(uniforms + (<usize>(count * rows + row) << 2));
      weigh(rowLogits, vocabulary, largest, 1, scratch);
      const logMass = ln(massFrom(scratch, vocabulary, 0));
      if (temperature != 0) {
        if (temperature != 1) weigh(rowLogits, vocabulary, largest, temperature, scratch);
        id = draw(scratch, vocabulary, topP, uniform);
      }
      logp = <f32>(<f64>(load<f32>(rowLogits + (<usize>id << 2)) - largest) - logMass);
    }
    const answer = answers + (<usize>(row * length + count) << 3);
    store<f32>(answer, <f32>id);
    store<f32>(answer, logp, 4);
    store<i32>(ids + offset, id);
    let isDone = best < 0 || <f32>(count + 1) >= longest || position >= capacity;
    for (let end = 0; end < END_IDS; end++) {
      if (load<f32>(settings + (<usize>end << 2), 12) == <f32>id) isDone = true;
    }
    store<i32>(progress + offset, isDone ? -2 - count : count + 1);
  }
}

/** The first id of the largest logit; −1 where a logit is NaN or the largest is not finite. */
function likeliest(logits: usize, count: i32): i32 {
  let best = -1;
  let largest: f32 = -Infinity;
  for (let id = 0; id < count; id++) {
    const logit = load<f32>(logits + (<usize>id << 2));
    if (logit != logit) return -1;
    if (logit > largest) {
      largest = logit;
      best = id;
    }
  }
  return largest < Infinity ? best : -1;
}

/** weights = e^((logit − largest)/temperature). */
function weigh(logits: usize, count: i32, largest: f32, temperature: f32, weights: usize): void {
  const bytes = <usize>count << 2;
  const vectors = bytes & ~15;
  let at: usize = 0;
  for (; at < vectors; at += 16) {
    const shifted = f32x4.sub(v128.load(logits + at), f32x4.splat(largest));
    v128.store(weights + at, exp(f32x4.div(shifted, f32x4.splat(temperature))));
  }
  for (; at < bytes; at += 4) store<f32>(weights + at, expOne((load<f32>(logits + at) - largest) / temperature));
}

/** Σ of the weights that are at least `edge`, in double. */
function massFrom(weights: usize, count: i32, edge: f32): f64 {
  const end = weights + (<usize>count << 2);
  const edges = f32x4.splat(edge);
  let sums = f64x2.splat(0);
  let at = weights;
  for (; at + 16 <= end; at += 16) {
    const weight = v128.load(at);
    const kept = v128.and(weight, f32x4.ge(weight, edges));
    sums = f64x2.add(sums, f64x2.promote_low_f32x4(kept));
    sums = f64x2.add(sums, f64x2.promote_low_f32x4(v128.shuffle<f32>(kept, kept, 2, 3, 2, 3)));
  }
  let sum = sumDoubles(sums);
  for (; at < end; at += 4) {
    const weight = load<f32>(at);
    if (weight >= edge) sum += <f64>weight;
  }
  return sum;
}

/** The highest edge at which the weights from it on reach topP of the whole: bisection over the bits, no sort. */
function nucleusEdge(weights: usize, count: i32, topP: f32): f32 {
  const wanted = massFrom(weights, count, 0) * <f64>topP;
  let reaching: u32 = 0;
  let beyond: u32 = ONE_BITS + 1;
  while (beyond - reaching > 1) {
    const middle = (reaching + beyond) >> 1;
    if (massFrom(weights, count, reinterpret<f32>(middle)) >= wanted) reaching = middle;
    else beyond = middle;
  }
  return reinterpret<f32>(reaching);
}

function draw(weights: usize, count: i32, topP: f32, uniform: f32): i32 {
  const edge: f32 = topP < 1 ? nucleusEdge(weights, count, topP) : 0;
  const target = massFrom(weights, count, edge) * <f64>uniform;
  let reached: f64 = 0;
  let last = 0;
  for (let id = 0; id < count; id++) {
    const weight = load<f32>(weights + (<usize>id << 2));
    if (weight < edge || weight == 0) continue;
    reached += <f64>weight;
    last = id;
    if (target < reached) return id;
  }
  // Rounding may leave the target at the very end.
  return last;
}
