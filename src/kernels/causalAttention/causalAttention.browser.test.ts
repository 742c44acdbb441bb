import { describe, expect, it } from 'vitest';
import { laneVariants } from '../webgpu/laneVariants.ts';
import { normals, openForTest, parityError, random } from '../webgpu/parity.ts';

interface Case {
  readonly lengths: readonly number[];
  /** Rows in no sequence before, between and after the sequences. */
  readonly unused: number;
  readonly heads: number;
  readonly kvHeads: number;
  readonly headSize: number;
}

const CASES: Case[] = [
  { lengths: [1], unused: 0, heads: 1, kvHeads: 1, headSize: 2 },
  { lengths: [7, 3, 1], unused: 2, heads: 3, kvHeads: 1, headSize: 8 },
  { lengths: [67, 65, 1], unused: 1, heads: 4, kvHeads: 2, headSize: 32 },
  { lengths: [5, 9], unused: 0, heads: 2, kvHeads: 2, headSize: 6 },
  // Beyond 32: dk and dv run apart.
  // More than one group of rows of each sequence, none of them at a multiple of four.
  { lengths: [21, 18, 5, 30], unused: 1, heads: 2, kvHeads: 1, headSize: 16 },
  { lengths: [20, 11], unused: 3, heads: 4, kvHeads: 1, headSize: 36 },
  { lengths: [], unused: 5, heads: 2, kvHeads: 1, headSize: 4 },
  // Too many pairs of rows to keep their scores' gradients.
  { lengths: [9, 13], unused: 500, heads: 2, kvHeads: 1, headSize: 8 },
];

function segmentsOf({ lengths, unused }: Case): { shape: number[]; data: Int32Array } {
  const data: number[] = new Array(2 * unused).fill(0);
  for (const length of lengths) {
    const begin = data.length / 2;
    for (let row = 0; row < length; row++) data.push(begin, begin + length);
    data.push(...new Array(2 * unused).fill(0));
  }
  return { shape: [data.length / 2, 2], data: Int32Array.from(data) };
}

const { features } = (await openForTest()).device;

describe.each(laneVariants(features))('causalAttention on WebGPU, %s', (lanes) => {
  const traits = { lanes };

  it.each(CASES)('lengths $lengths, $unused unused between, $heads/$kvHeads heads of $headSize', async (one) => {
    const { heads, kvHeads, headSize } = one;
    const attributes = { heads, kvHeads, headSize };
    const segments = segmentsOf(one);
    const rows = segments.shape[0] as number;
    const width = (heads + 2 * kvHeads) * headSize;
    const qkv = random([rows, width], 1);
    expect(
      await parityError(
        {
          kernel: 'causalAttention',
          attributes,
          inputs: [qkv, segments],
          outputs: [{ shape: [rows, heads * headSize] }, { shape: [rows, heads] }],
        },
        traits,
      ),
    ).toBeLessThan(3e-6);

    const { out, lse } = attentionInFloat64(one, qkv.data, segments.data);
    expect(
      await parityError(
        {
          kernel: 'causalAttentionGrad',
          attributes,
          inputs: [
            qkv,
            segments,
            { shape: [rows, heads * headSize], data: out },
            { shape: [rows, heads], data: lse },
            random([rows, heads * headSize], 4),
          ],
          outputs: [{ shape: [rows, width] }],
        },
        traits,
      ),
    ).toBeLessThan(1e-5);
  });

  it('keeps to the finite with scores of hundreds', async () => {
    expect(
      await parityError(
        {
          kernel: 'causalAttention',
          attributes: { heads: 1, kvHeads: 1, headSize: 8 },
          inputs: [
            { shape: [6, 24], data: normals(144, 1).map((value, i) => (i % 24 < 16 ? value * 30 : value)) },
            { shape: [6, 2], data: Int32Array.from({ length: 12 }, (_, i) => (i % 2) * 6) },
          ],
          outputs: [{ shape: [6, 8] }, { shape: [6, 1] }],
        },
        traits,
      ),
    ).toBeLessThan(1e-4);
  });
});

/** Output and log-sum-exp, which the gradient takes as inputs. */
function attentionInFloat64(
  { heads, kvHeads, headSize }: Case,
  qkv: ArrayLike<number>,
  segments: Int32Array,
): { out: Float32Array; lse: Float32Array } {
  const rows = segments.length / 2;
  const at = (row: number, head: number, d: number): number =>
    qkv[(row * (heads + 2 * kvHeads) + head) * headSize + d] as number;
  const out = new Float32Array(rows * heads * headSize);
  const lse = new Float32Array(rows * heads);
  for (let row = 0; row < rows; row++) {
    const begin = segments[2 * row] as number;
    if (row >= (segments[2 * row + 1] as number)) continue;
    for (let head = 0; head < heads; head++) {
      const kvHead = Math.floor((head * kvHeads) / heads);
      const scores: number[] = [];
      for (let j = begin; j <= row; j++) {
        let score = 0;
        for (let d = 0; d < headSize; d++) score += at(row, head, d) * at(j, heads + kvHead, d);
        scores.push(score / Math.sqrt(headSize));
      }
      const total = scores.reduce((sum, score) => sum + Math.exp(score), 0);
      lse[row * heads + head] = Math.log(total);
      for (let d = 0; d < headSize; d++) {
        out[(row * heads + head) * headSize + d] = scores.reduce(
          (sum, score, j) => sum + (Math.exp(score) / total) * at(begin + j, heads + kvHeads + kvHead, d),
          0,
        );
      }
    }
  }
  return { out, lse };
}
