import { beforeAll, describe, expect, it } from 'vitest';
import { startCpu } from '../testing/cpu.ts';
import { expectClose } from '../testing/expectClose.ts';
import { runHost, runReference, tapeGradients } from '../testing/kernelRuns.ts';
import { gaussians } from '../testing/seeded.ts';

beforeAll(startCpu);

describe.each([
  { tokens: 1, heads: 1, kvHeads: 1, headSize: 2, lengths: [1] },
  { tokens: 5, heads: 3, kvHeads: 1, headSize: 6, lengths: [5, 1, 0, 4] },
  { tokens: 7, heads: 4, kvHeads: 2, headSize: 5, lengths: [6, 7] },
  { tokens: 9, heads: 2, kvHeads: 2, headSize: 8, lengths: [0, 9, 3] },
])('causalAttention, T $tokens, heads $heads over $kvHeads of $headSize, lengths $lengths', (shape) => {
  const { tokens, heads, kvHeads, headSize } = shape;
  const rows = shape.lengths.length * tokens;
  const q = { shape: [rows, heads * headSize], data: gaussians(1, rows * heads * headSize, 2) };
  const k = { shape: [rows, kvHeads * headSize], data: gaussians(2, rows * kvHeads * headSize, 2) };
  const v = { shape: [rows, kvHeads * headSize], data: gaussians(3, rows * kvHeads * headSize) };
  const lengths = { shape: [shape.lengths.length], data: Int32Array.from(shape.lengths) };
  const attributes = { tokens, heads, kvHeads, headSize };
  const forward = {
    kernel: 'causalAttention',
    inputs: [q, k, v, lengths],
    outputShapes: [q.shape, [rows, heads]],
    attributes,
  } as const;

  it('mixes values by the softmax of scaled scores, zero beyond a length', () => {
    const out = new Float64Array(q.data.length);
    const lse = new Float64Array(rows * heads);
    for (let row = 0; row < rows; row++) {
      const first = row - (row % tokens);
      if (row - first >= shape.lengths[first / tokens]!) continue;
      for (let h = 0; h < heads; h++) {
        const kv = Math.floor((h * kvHeads) / heads);
        const at = (source: Float32Array, r: number, width: number, head: number, d: number): number =>
          source[r * width * headSize + head * headSize + d]!;
        const exponentials: number[] = [];
        for (let s = first; s <= row; s++) {
          let score = 0;
          for (let d = 0; d < headSize; d++) score += at(q.data, row, heads, h, d) * at(k.data, s, kvHeads, kv, d);
          exponentials.push(Math.exp(score / Math.sqrt(headSize)));
        }
        const total = exponentials.reduce((sum, value) => sum + value, 0);
        lse[row * heads + h] = Math.log(total);
        exponentials.forEach((weight, index) => {
          for (let d = 0; d < headSize; d++) {
            out[(row * heads + h) * headSize + d]! += (weight / total) * at(v.data, first + index, kvHeads, kv, d);
          }
        });
      }
    }
    for (const run of [runReference, runHost]) {
      const [gotOut, gotLse] = run(forward);
      expectClose(gotOut!, out, {}, 'out');
      expectClose(gotLse!, lse, {}, 'lse');
    }
  });

  it('has the gradients of the tape', () => {
    const dOut = { shape: q.shape, data: gaussians(4, q.data.length) };
    const expected = tapeGradients(forward, [0, 1, 2], dOut.data);
    const [out, lse] = runReference(forward);
    const inputs = [q, k, v, lengths, { shape: q.shape, data: out! }, { shape: [rows, heads], data: lse! }, dOut];
    for (const run of [runReference, runHost]) {
      const got = run({ kernel: 'causalAttentionGrad', inputs, outputShapes: [q.shape, k.shape, v.shape], attributes });
      got.forEach((gradient, index) => {
        expectClose(gradient, expected[index]!, {}, ['dq', 'dk', 'dv'][index]);
      });
    }
    expect(expected[2]!.some((value) => value !== 0)).toBe(true);
  });
});
