import type { Attributes } from '../plan/types.ts';
import type { HostKernel } from '../tensors/HostKernel.ts';
import { type AttentionShape, packedWidth } from './causalAttention.ts';
import { type Segment, segmentList } from './segments.ts';

/**
 * Visits only the pairs at or below the diagonal and before each length, and works on float64 copies of one head at a time:
 * that saves a conversion per multiplication. TF.js's batched products take a slow path and need transposes and masks.
 */
export const causalAttentionHost: HostKernel = (launch, inputs, outputs) => {
  const [qkv, segments] = inputs as [Float32Array, Int32Array];
  const [out, lse] = outputs as [Float32Array, Float32Array];
  const { heads, kvHeads, headSize, width } = sizes(launch.attributes);
  const list = segmentList(segments);
  const tokens = longest(list);
  const keys = new Float64Array(tokens * headSize);
  const values = new Float64Array(tokens * headSize);
  const query = new Float64Array(headSize);
  const mixed = new Float64Array(headSize);
  const weights = new Float64Array(tokens);
  const scale = 1 / Math.sqrt(headSize);
  for (const { begin, end } of list) {
    const length = end - begin;
    for (let h = 0; h < heads; h++) {
      const kv = Math.floor((h * kvHeads) / heads);
      copyHead(qkv, keys, begin, length, width, (heads + kv) * headSize, headSize);
      copyHead(qkv, values, begin, length, width, (heads + kvHeads + kv) * headSize, headSize);
      for (let t = 0; t < length; t++) {
        const from = (begin + t) * width + h * headSize;
        const at = ((begin + t) * heads + h) * headSize;
        for (let d = 0; d < headSize; d++) query[d] = qkv[from + d]! * scale;
        let largest = Number.NEGATIVE_INFINITY;
        for (let s = 0; s <= t; s++) {
          const score = dot(query, keys, s * headSize, headSize);
          weights[s] = score;
          if (score > largest) largest = score;
        }
        let total = 0;
        mixed.fill(0);
        for (let s = 0; s <= t; s++) {
          weights[s] = Math.exp(weights[s]! - largest);
          total += weights[s]!;
        }
        for (let s = 0; s <= t; s += 2) {
          const row = s * headSize;
          const next = s < t ? row + headSize : row;
          const weight = weights[s]!;
          const nextWeight = s < t ? weights[s + 1]! : 0;
          for (let d = 0; d < headSize; d++) mixed[d]! += weight * values[row + d]! + nextWeight * values[next + d]!;
        }
        for (let d = 0; d < headSize; d++) out[at + d] = mixed[d]! / total;
        lse[(begin + t) * heads + h] = largest + Math.log(total);
      }
    }
  }
};

/** Probabilities come back from the stored log-sum-exp; with p = softmax, dp = dOut·vᵀ: ds = p·(dp − dOut·out). */
export const causalAttentionGradHost: HostKernel = (launch, inputs, outputs) => {
  const [qkv, segments, out, lse, dOut] = inputs as [
    Float32Array,
    Int32Array,
    Float32Array,
    Float32Array,
    Float32Array,
  ];
  const [dQkv] = outputs as [Float32Array];
  const { heads, kvHeads, headSize, width } = sizes(launch.attributes);
  const list = segmentList(segments);
  const tokens = longest(list);
  const size = tokens * headSize;
  const keys = new Float64Array(size);
  const values = new Float64Array(size);
  const keyGrads = new Float64Array(size);
  const valueGrads = new Float64Array(size);
  const query = new Float64Array(headSize);
  const queryGrad = new Float64Array(headSize);
  const grad = new Float64Array(headSize);
  const weights = new Float64Array(tokens);
  const scoreGrads = new Float64Array(tokens);
  const group = heads / kvHeads;
  const scale = 1 / Math.sqrt(headSize);
  for (const { begin, end } of list) {
    const length = end - begin;
    for (let kv = 0; kv < kvHeads; kv++) {
      const keyColumn = (heads + kv) * headSize;
      const valueColumn = (heads + kvHeads + kv) * headSize;
      copyHead(qkv, keys, begin, length, width, keyColumn, headSize);
      copyHead(qkv, values, begin, length, width, valueColumn, headSize);
      keyGrads.fill(0);
      valueGrads.fill(0);
      for (let h = kv * group; h < (kv + 1) * group; h++) {
        for (let t = 0; t < length; t++) {
          const from = (begin + t) * width + h * headSize;
          const at = ((begin + t) * heads + h) * headSize;
          let delta = 0;
          for (let d = 0; d < headSize; d++) {
            query[d] = qkv[from + d]! * scale;
            grad[d] = dOut[at + d]!;
            delta += grad[d]! * out[at + d]!;
          }
          queryGrad.fill(0);
          const rowLse = lse[(begin + t) * heads + h]!;
          for (let s = 0; s <= t; s++) {
            const row = s * headSize;
            const weight = Math.exp(dot(query, keys, row, headSize) - rowLse);
            weights[s] = weight;
            scoreGrads[s] = weight * (dot(grad, values, row, headSize) - delta);
          }
          // Two keys at a time: each row of query and dOut is loaded half as often.
          for (let s = 0; s <= t; s += 2) {
            const row = s * headSize;
            const next = s < t ? row + headSize : row;
            const weight = weights[s]!;
            const scoreGrad = scoreGrads[s]!;
            const nextWeight = s < t ? weights[s + 1]! : 0;
            const nextScoreGrad = s < t ? scoreGrads[s + 1]! : 0;
            for (let d = 0; d < headSize; d++) {
              const g = grad[d]!;
              const x = query[d]!;
              valueGrads[row + d]! += weight * g;
              valueGrads[next + d]! += nextWeight * g;
              keyGrads[row + d]! += scoreGrad * x;
              keyGrads[next + d]! += nextScoreGrad * x;
              queryGrad[d]! += scoreGrad * keys[row + d]! + nextScoreGrad * keys[next + d]!;
            }
          }
          for (let d = 0; d < headSize; d++) dQkv[from + d] = queryGrad[d]! * scale;
        }
      }
      for (let t = 0; t < length; t++) {
        const row = (begin + t) * width;
        for (let d = 0; d < headSize; d++) {
          dQkv[row + keyColumn + d] = keyGrads[t * headSize + d]!;
          dQkv[row + valueColumn + d] = valueGrads[t * headSize + d]!;
        }
      }
    }
  }
};

function sizes(attributes: Attributes): AttentionShape & { readonly width: number } {
  const shape = { heads: attributes.heads!, kvHeads: attributes.kvHeads!, headSize: attributes.headSize! };
  return { ...shape, width: packedWidth(shape) };
}

const longest = (list: readonly Segment[]): number => Math.max(0, ...list.map(({ begin, end }) => end - begin));

/** One head's rows of one sequence: source [rows, width] from column `column` → target [length, headSize]. */
function copyHead(
  source: Float32Array,
  target: Float64Array,
  firstRow: number,
  length: number,
  width: number,
  column: number,
  headSize: number,
): void {
  for (let t = 0; t < length; t++) {
    const from = (firstRow + t) * width + column;
    const to = t * headSize;
    for (let d = 0; d < headSize; d++) target[to + d] = source[from + d]!;
  }
}

/** Σ a[d]·b[start + d]. Four sums at once: one would wait for each addition. */
function dot(a: Float64Array, b: Float64Array, start: number, size: number): number {
  let first = 0;
  let second = 0;
  let third = 0;
  let fourth = 0;
  let d = 0;
  for (; d + 3 < size; d += 4) {
    first += a[d]! * b[start + d]!;
    second += a[d + 1]! * b[start + d + 1]!;
    third += a[d + 2]! * b[start + d + 2]!;
    fourth += a[d + 3]! * b[start + d + 3]!;
  }
  for (; d < size; d++) first += a[d]! * b[start + d]!;
  return first + second + (third + fourth);
}
