import { exp, expOne } from '../wasm/exp.wasm';
import { fma } from '../wasm/fma.wasm';
import { sumLanes } from '../wasm/lanes.wasm';
import { largestOf } from '../wasm/largest.wasm';
import { ln } from '../wasm/ln.wasm';

/** Bytes of logits whose exponentials are summed in registers before they join the row's sums in double. */
const SUMMED_BYTES: usize = 4096;

/** x·eˣ at x = −∞ is 0, not NaN. */
@inline
function bounded(shifted: v128): v128 {
  return f32x4.pmax(shifted, f32x4.splat(-1e30));
}

/** `previous` may be 0: none. M, P, firstId. */
export function logitStatistics(
  logits: usize,
  targets: usize,
  previous: usize,
  statistics: usize,
  rows: i32,
  width: i32,
  firstId: i32,
): void {
  const bytes = <usize>width << 2;
  const vectors = bytes & ~15;
  for (let row = 0; row < rows; row++) {
    const largest = largestOf(logits, bytes);
    const peak = f32x4.splat(largest);
    let mass: f64 = 0;
    let moment: f64 = 0;
    let at: usize = 0;
    while (at < vectors) {
      const stop = min(vectors, at + SUMMED_BYTES);
      let masses = f32x4.splat(0);
      let moments = f32x4.splat(0);
      for (; at < stop; at += 16) {
        const shifted = f32x4.sub(v128.load(logits + at), peak);
        const exponential = exp(shifted);
        masses = f32x4.add(masses, exponential);
        moments = fma(bounded(shifted), exponential, moments);
      }
      mass += <f64>sumLanes(masses);
      moment += <f64>sumLanes(moments);
    }
    for (; at < bytes; at += 4) {
      const shifted = load<f32>(logits + at) - largest;
      const exponential = expOne(shifted);
      mass += <f64>exponential;
      moment += <f64>(max<f32>(shifted, -1e30) * exponential);
    }
    const own = load<i32>(targets + (<usize>row << 2)) - firstId;
    let chosen: f32 = own >= 0 && own < width ? load<f32>(logits + (<usize>own << 2)) : 0;
    let top = largest;
    if (previous != 0) {
      const oldLargest = load<f32>(previous);
      const oldMass = <f64>load<f32>(previous, 4);
      const oldMoment = <f64>load<f32>(previous, 8);
      chosen += load<f32>(previous, 12);
      top = max<f32>(largest, oldLargest);
      // The moment about a higher peak: Σ (x − top)·e^(x − top).
      const oldShift = max<f32>(oldLargest - top, -1e30);
      const newShift = max<f32>(largest - top, -1e30);
      const oldFactor = <f64>expOne(oldShift);
      const newFactor = <f64>expOne(newShift);
      moment = newFactor * (moment + <f64>newShift * mass) + oldFactor * (oldMoment + <f64>oldShift * oldMass);
      mass = newFactor * mass + oldFactor * oldMass;
      previous += 16;
    }
    store<f32>(statistics, top);
    store<f32>(statistics, <f32>mass, 4);
    store<f32>(statistics, <f32>moment, 8);
    store<f32>(statistics, chosen, 12);
    statistics += 16;
    logits += bytes;
  }
}

/** M. */
export function tokenLogps(statistics: usize, logps: usize, lse: usize, entropy: usize, rows: i32): void {
  for (let row = 0; row < rows; row++) {
    const largest = <f64>load<f32>(statistics);
    const mass = <f64>load<f32>(statistics, 4);
    const logMass = ln(mass);
    const at = <usize>row << 2;
    store<f32>(logps + at, <f32>(<f64>load<f32>(statistics, 12) - largest - logMass));
    store<f32>(lse + at, <f32>(largest + logMass));
    store<f32>(entropy + at, <f32>(logMass - <f64>load<f32>(statistics, 8) / mass));
    statistics += 16;
  }
}

/** Overwrites logits by (onehot − softmax)·dLogps; rows that no one weighs cost nothing but zeros. M, P, firstId. */
export function tokenLogpsGrad(
  logits: usize,
  targets: usize,
  lse: usize,
  dLogps: usize,
  rows: i32,
  width: i32,
  firstId: i32,
): void {
  const bytes = <usize>width << 2;
  const vectors = bytes & ~15;
  for (let row = 0; row < rows; row++) {
    const offset = <usize>row << 2;
    const weight = load<f32>(dLogps + offset);
    if (weight == 0) memory.fill(logits, 0, bytes);
    else {
      const rowLse = load<f32>(lse + offset);
      const lses = f32x4.splat(rowLse);
      const negative = f32x4.splat(-weight);
      let at: usize = 0;
      for (; at < vectors; at += 16) {
        v128.store(logits + at, f32x4.mul(exp(f32x4.sub(v128.load(logits + at), lses)), negative));
      }
      for (; at < bytes; at += 4) store<f32>(logits + at, expOne(load<f32>(logits + at) - rowLse) * -weight);
      const own = load<i32>(targets + offset) - firstId;
      if (own >= 0 && own < width) {
        const target = logits + (<usize>own << 2);
        store<f32>(target, load<f32>(target) + weight);
      }
    }
    logits += bytes;
  }
}
