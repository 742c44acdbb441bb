import { beforeAll, describe, expect, it } from 'vitest';
import { startCpu } from '../testing/cpu.ts';
import { expectClose } from '../testing/expectClose.ts';
import { runHost, runReference, tapeGradients } from '../testing/kernelRuns.ts';
import { gaussians } from '../testing/seeded.ts';
import { packedWidth } from './causalAttention.ts';
import { segmentList } from './segments.ts';

beforeAll(startCpu);

/** Sequences of these lengths one behind the other, then `unused` rows. */
function segmentsOf(lengths: readonly number[], unused: number): Int32Array {
  const pairs: number[] = [];
  let begin = 0;
  for (const length of lengths) {
    for (let i = 0; i < length; i++) pairs.push(begin, begin + length);
    begin += length;
  }
  return Int32Array.from([...pairs, ...new Array<number>(2 * unused).fill(0)]);
}

describe.each([
  { heads: 1, kvHeads: 1, headSize: 2, lengths: [1], unused: 0 },
  { heads: 3, kvHeads: 1, headSize: 6, lengths: [5, 1, 4], unused: 3 },
  { heads: 4, kvHeads: 2, headSize: 5, lengths: [6, 7], unused: 0 },
  { heads: 2, kvHeads: 2, headSize: 8, lengths: [], unused: 4 },
])('causalAttention, heads $heads over $kvHeads of $headSize, lengths $lengths and $unused rows unused', (size) => {
  const { heads, kvHeads, headSize } = size;
  const attributes = { heads, kvHeads, headSize };
  const width = packedWidth(attributes);
  const segments = segmentsOf(size.lengths, size.unused);
  const rows = segments.length / 2;
  const qkv = { shape: [rows, width], data: gaussians(1, rows * width, 2) };
  const bounds = { shape: [rows, 2], data: segments };
  const outShape = [rows, heads * headSize];
  const forward = {
    kernel: 'causalAttention',
    inputs: [qkv, bounds],
    outputShapes: [outShape, [rows, heads]],
    attributes,
  } as const;

  it('mixes values by the softmax of scaled scores, zero in rows not in use', () => {
    const out = new Float64Array(rows * heads * headSize);
    const lse = new Float64Array(rows * heads);
    const at = (row: number, head: number, d: number): number => qkv.data[row * width + head * headSize + d]!;
    for (const { begin, end } of segmentList(segments)) {
      for (let row = begin; row < end; row++) {
        for (let h = 0; h < heads; h++) {
          const kv = Math.floor((h * kvHeads) / heads);
          const exponentials: number[] = [];
          for (let s = begin; s <= row; s++) {
            let score = 0;
            for (let d = 0; d < headSize; d++) score += at(row, h, d) * at(s, heads + kv, d);
            exponentials.push(Math.exp(score / Math.sqrt(headSize)));
          }
          const total = exponentials.reduce((sum, value) => sum + value, 0);
          lse[row * heads + h] = Math.log(total);
          exponentials.forEach((weight, index) => {
            for (let d = 0; d < headSize; d++) {
              out[(row * heads + h) * headSize + d]! += (weight / total) * at(begin + index, heads + kvHeads + kv, d);
            }
          });
        }
      }
    }
    for (const run of [runReference, runHost]) {
      const [gotOut, gotLse] = run(forward);
      expectClose(gotOut!, out, {}, 'out');
      expectClose(gotLse!, lse, {}, 'lse');
    }
  });

  it('has the gradient of the tape', () => {
    const dOut = { shape: outShape, data: gaussians(4, rows * heads * headSize) };
    const [out, lse] = runReference(forward);
    const inputs = [qkv, bounds, { shape: outShape, data: out! }, { shape: [rows, heads], data: lse! }, dOut];
    const backward = { kernel: 'causalAttentionGrad', inputs, outputShapes: [qkv.shape], attributes } as const;
    if (size.lengths.length === 0) {
      for (const run of [runReference, runHost]) expect(run(backward)[0]!.every((value) => value === 0)).toBe(true);
      return;
    }
    const [expected] = tapeGradients(forward, [0], dOut.data);
    for (const run of [runReference, runHost]) expectClose(run(backward)[0]!, expected!);
    expect(expected!.some((value) => value !== 0)).toBe(true);
  });
});
