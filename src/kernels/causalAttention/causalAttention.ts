import type { KernelContract } from '../plan/contract.ts';
import type { PlanBuilder } from '../plan/PlanBuilder.ts';
import type { Value } from '../plan/types.ts';

const attributes = { heads: 'H', kvHeads: 'KV', headSize: 'D' };

export interface AttentionShape {
  readonly heads: number;
  /** Query head h reads key/value head floor(h · kvHeads / heads). */
  readonly kvHeads: number;
  readonly headSize: number;
}

/** Columns of a row of packed queries, keys and values: all query heads, all key heads, all value heads. */
export const packedWidth = ({ heads, kvHeads, headSize }: AttentionShape): number => (heads + 2 * kvHeads) * headSize;

/** What is wrong with the bound letters: shared by all kernels that read packed rows of W columns. */
export function packedRowsProblem(dimensions: ReadonlyMap<string, number>): string | undefined {
  const [heads, kvHeads, headSize, width] = ['H', 'KV', 'D', 'W'].map((letter) => dimensions.get(letter) as number) as [
    number,
    number,
    number,
    number,
  ];
  if (heads % kvHeads !== 0) return 'kvHeads must divide heads';
  const expected = packedWidth({ heads, kvHeads, headSize });
  return width === expected ? undefined : `rows of ${width} columns, expected (H + 2·KV)·D = ${expected}`;
}

export const causalAttentionContract: KernelContract = {
  kernel: 'causalAttention',
  attributes,
  shapes: () => ({
    inputs: { qkv: 'M, W', segments: 'i32 M, 2' },
    outputs: { out: 'M, H*D', lse: 'M, H' },
  }),
  condition: packedRowsProblem,
};

export const causalAttentionGradContract: KernelContract = {
  kernel: 'causalAttentionGrad',
  attributes,
  shapes: () => ({
    inputs: { qkv: 'M, W', segments: 'i32 M, 2', out: 'M, H*D', lse: 'M, H', dOut: 'M, H*D' },
    outputs: { dQkv: 'M, W' },
  }),
  condition: packedRowsProblem,
};

/**
 * softmax(q·kᵀ/√D)·v over the rows of one's own sequence up to and including one's own.
 * qkv [M, (H + 2·KV)·D], segments i32 [M, 2] (see `types.ts`) → [M, H·D]. Rows not in use give 0.
 */
export function causalAttention(plan: PlanBuilder, qkv: Value, segments: Value, shape: AttentionShape): Value {
  const { heads, kvHeads, headSize } = shape;
  const rows = qkv.shape[0] as number;
  const out = plan.temporary('attention', [rows, heads * headSize]);
  const lse = plan.temporary('attention lse', [rows, heads]);
  plan.launch('causalAttention', [qkv, segments], [out, lse], { heads, kvHeads, headSize });
  plan.record(out, [qkv], (dOut, tape) => {
    const dQkv = plan.temporary('d qkv', qkv.shape);
    const inputs = [qkv, segments, out, lse, dOut];
    plan.launch('causalAttentionGrad', inputs, [dQkv], { heads, kvHeads, headSize });
    tape.contribute(qkv, dQkv);
  });
  return out; // [M, H·D]
}
