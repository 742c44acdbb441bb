import { exp, expOne } from '../wasm/exp.wasm';
import { fma } from '../wasm/fma.wasm';
import { sumLanes } from '../wasm/lanes.wasm';
import { largestOf } from '../wasm/largest.wasm';
import { ln } from '../wasm/ln.wasm';

/** Bytes of logits whose exponentials are summed in registers before they join the row's sums in double, as in logitStatistics. */
const SUMMED_BYTES: usize = 4096;

/** `previous` may be 0: none. M, P. */
export function klStatistics(
  logits: usize,
  refLogits: usize,
  statistics: usize,
  previous: usize,
  refStatistics: usize,
  rows: i32,
  width: i32,
): void {
  const bytes = <usize>width << 2;
  const vectors = bytes & ~15;
  for (let row = 0; row < rows; row++) {
    const peak = load<f32>(statistics);
    const refLargest = largestOf(refLogits, bytes);
    const peaks = f32x4.splat(peak);
    const refPeaks = f32x4.splat(refLargest);
    let mass: f64 = 0;
    let moment: f64 = 0;
    let at: usize = 0;
    while (at < vectors) {
      const stop = min(vectors, at + SUMMED_BYTES);
      let masses = f32x4.splat(0);
      let moments = f32x4.splat(0);
      for (; at < stop; at += 16) {
        const shifted = f32x4.sub(v128.load(refLogits + at), refPeaks);
        const exponential = exp(shifted);
        masses = f32x4.add(masses, exponential);
        const difference = f32x4.sub(shifted, f32x4.sub(v128.load(logits + at), peaks));
        moments = fma(difference, exponential, moments);
      }
      mass += <f64>sumLanes(masses);
      moment += <f64>sumLanes(moments);
    }
    for (; at < bytes; at += 4) {
      const shifted = load<f32>(refLogits + at) - refLargest;
      const exponential = expOne(shifted);
      mass += <f64>exponential;
      moment += <f64>((shifted - (load<f32>(logits + at) - peak)) * exponential);
    }
    let refTop = refLargest;
    if (previous != 0) {
      const oldRefLargest = load<f32>(previous);
      const oldMass = <f64>load<f32>(previous, 4);
      const oldMoment = <f64>load<f32>(previous, 8);
      refTop = max<f32>(refLargest, oldRefLargest);
      // Both sums about the peaks of now: Σ ((r − r̂) − (x − x̂))·e^(r − r̂).
      const oldShift = oldRefLargest - refTop;
      const newShift = refLargest - refTop;
      const oldFactor = <f64>expOne(oldShift);
      const newFactor = <f64>expOne(newShift);
      const oldDifference = <f64>oldShift - (<f64>load<f32>(previous, 12) - <f64>peak);
      moment = newFactor * (moment + <f64>newShift * mass) + oldFactor * (oldMoment + oldDifference * oldMass);
      mass = newFactor * mass + oldFactor * oldMass;
      previous += 16;
    }
    store<f32>(refStatistics, refTop);
    store<f32>(refStatistics, <f32>mass, 4);
    store<f32>(refStatistics, <f32>moment, 8);
    store<f32>(refStatistics, peak, 12);
    statistics += 16;
    refStatistics += 16;
    logits += bytes;
    refLogits += bytes;
  }
}

/** M. */
export function tokenKl(statistics: usize, refStatistics: usize, kl: usize, refLse: usize, rows: i32): void {
  for (let row = 0; row < rows; row++) {
    const refMass = <f64>load<f32>(refStatistics, 4);
    const logRefMass = ln(refMass);
    const at = <usize>row << 2;
    const meanDifference = <f64>load<f32>(refStatistics, 8) / refMass;
    store<f32>(kl + at, <f32>(meanDifference + (ln(<f64>load<f32>(statistics, 4)) - logRefMass)));
    store<f32>(refLse + at, <f32>(<f64>load<f32>(refStatistics) + logRefMass));
    statistics += 16;
    refStatistics += 16;
  }
}

/** Overwrites logits by (onehot − softmax)·dLogps + (softmax − refSoftmax)·dKl; rows that no one weighs cost nothing but zeros. M, P, firstId. */
export function tokenLogpsKlGrad(
  logits: usize,
  targets: usize,
  lse: usize,
  dLogps: usize,
  refLogits: usize,
  refLse: usize,
  dKl: usize,
  rows: i32,
  width: i32,
  firstId: i32,
): void {
  const bytes = <usize>width << 2;
  const vectors = bytes & ~15;
  for (let row = 0; row < rows; row++) {
    const offset = <usize>row << 2;
    const weight = load<f32>(dLogps + offset);
    const klWeight = load<f32>(dKl + offset);
    if (weight == 0 && klWeight == 0) memory.fill(logits, 0, bytes);
    else {
      const rowLse = load<f32>(lse + offset);
      const rowRefLse = load<f32>(refLse + offset);
      const lses = f32x4.splat(rowLse);
      const refLses = f32x4.splat(rowRefLse);
      const negative = f32x4.splat(-weight);
      const klWeights = f32x4.splat(klWeight);
      let at: usize = 0;
      for (; at < vectors; at += 16) {
        const p = exp(f32x4.sub(v128.load(logits + at), lses));
        const q = exp(f32x4.sub(v128.load(refLogits + at), refLses));
        v128.store(logits + at, fma(f32x4.sub(p, q), klWeights, f32x4.mul(p, negative)));
      }
      for (; at < bytes; at += 4) {
        const p = expOne(load<f32>(logits + at) - rowLse);
        const q = expOne(load<f32>(refLogits + at) - rowRefLse);
        store<f32>(logits + at, (p - q) * klWeight - p * weight);
      }
      const own = load<i32>(targets + offset) - firstId;
      if (own >= 0 && own < width) {
        const target = logits + (<usize>own << 2);
        store<f32>(target, load<f32>(target) + weight);
      }
    }
    logits += bytes;
    refLogits += bytes;
  }
}
