import { describe, expect, it } from 'vitest';
import { normals, parityError, random } from '../webgpu/parity.ts';

interface Case {
  readonly lengths: readonly number[];
  readonly tokens: number;
  readonly heads: number;
  readonly kvHeads: number;
  readonly headSize: number;
}

const CASES: Case[] = [
  { lengths: [1], tokens: 1, heads: 1, kvHeads: 1, headSize: 2 },
  { lengths: [7, 3, 0], tokens: 7, heads: 3, kvHeads: 1, headSize: 8 },
  { lengths: [67, 65, 1], tokens: 67, heads: 4, kvHeads: 2, headSize: 32 },
  { lengths: [5, 9], tokens: 9, heads: 2, kvHeads: 2, headSize: 6 },
  // Beyond 32: dk and dv run apart.
  { lengths: [20, 11], tokens: 20, heads: 4, kvHeads: 1, headSize: 36 },
];

describe('causalAttention on WebGPU', () => {
  it.each(CASES)('lengths $lengths of $tokens, $heads/$kvHeads heads of $headSize', async (one) => {
    const { lengths, tokens, heads, kvHeads, headSize } = one;
    const rows = lengths.length * tokens;
    const attributes = { tokens, heads, kvHeads, headSize };
    const q = random([rows, heads * headSize], 1);
    const k = random([rows, kvHeads * headSize], 2);
    const v = random([rows, kvHeads * headSize], 3);
    const lengthInput = { shape: [lengths.length], data: Int32Array.from(lengths) };
    expect(
      await parityError({
        kernel: 'causalAttention',
        attributes,
        inputs: [q, k, v, lengthInput],
        outputs: [{ shape: [rows, heads * headSize] }, { shape: [rows, heads] }],
      }),
    ).toBeLessThan(3e-6);

    const { out, lse } = attentionInFloat64(one, q.data, k.data, v.data);
    expect(
      await parityError({
        kernel: 'causalAttentionGrad',
        attributes,
        inputs: [
          q,
          k,
          v,
          lengthInput,
          { shape: [rows, heads * headSize], data: out },
          { shape: [rows, heads], data: lse },
          { shape: [rows, heads * headSize], data: normals(rows * heads * headSize, 4) },
        ],
        outputs: [
          { shape: [rows, heads * headSize] },
          { shape: [rows, kvHeads * headSize] },
          { shape: [rows, kvHeads * headSize] },
        ],
      }),
    ).toBeLessThan(1e-5);
  });

  it('keeps to the finite with scores of hundreds', async () => {
    const big = (seed: number) => ({ shape: [6, 8], data: normals(48, seed).map((value) => value * 30) });
    expect(
      await parityError({
        kernel: 'causalAttention',
        attributes: { tokens: 6, heads: 1, kvHeads: 1, headSize: 8 },
        inputs: [big(1), big(2), random([6, 8], 3), { shape: [1], data: Int32Array.of(6) }],
        outputs: [{ shape: [6, 8] }, { shape: [6, 1] }],
      }),
    ).toBeLessThan(1e-4);
  });
});

/** Output and log-sum-exp, which the gradient takes as inputs. */
function attentionInFloat64(
  { lengths, tokens, heads, kvHeads, headSize }: Case,
  q: ArrayLike<number>,
  k: ArrayLike<number>,
  v: ArrayLike<number>,
): { out: Float32Array; lse: Float32Array } {
  const rows = lengths.length * tokens;
  const out = new Float32Array(rows * heads * headSize);
  const lse = new Float32Array(rows * heads);
  for (let row = 0; row < rows; row++) {
    const sequence = Math.floor(row / tokens);
    if (row % tokens >= (lengths[sequence] as number)) continue;
    for (let head = 0; head < heads; head++) {
      const kvHead = Math.floor((head * kvHeads) / heads);
      const scores: number[] = [];
      for (let j = sequence * tokens; j <= row; j++) {
        let score = 0;
        for (let d = 0; d < headSize; d++) {
          score +=
            (q[(row * heads + head) * headSize + d] as number) * (k[(j * kvHeads + kvHead) * headSize + d] as number);
        }
        scores.push(score / Math.sqrt(headSize));
      }
      const total = scores.reduce((sum, score) => sum + Math.exp(score), 0);
      lse[row * heads + head] = Math.log(total);
      scores.forEach((score, index) => {
        const from = ((sequence * tokens + index) * kvHeads + kvHead) * headSize;
        for (let d = 0; d < headSize; d++) {
          const at = (row * heads + head) * headSize + d;
          out[at] = (out[at] as number) + (Math.exp(score) / total) * (v[from + d] as number);
        }
      });
    }
  }
  return { out, lse };
}
