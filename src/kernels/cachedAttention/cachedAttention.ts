import type { AttentionShape } from '../causalAttention/causalAttention.ts';
import type { KernelContract } from '../plan/contract.ts';
import type { PlanBuilder } from '../plan/PlanBuilder.ts';
import type { Value } from '../plan/types.ts';

export const cachedAttentionContract: KernelContract = {
  kernel: 'cachedAttention',
  attributes: { capacity: 'S', heads: 'H', kvHeads: 'KV', headSize: 'D' },
  shapes: () => ({
    inputs: {
      q: 'R, H*D',
      k: 'R, KV*D',
      v: 'R, KV*D',
      positions: 'i32 R',
      keyCache: 'R, S, KV*D',
      valueCache: 'R, S, KV*D',
    },
    outputs: { out: 'R, H*D', keyCache: 'R, S, KV*D', valueCache: 'R, S, KV*D' },
  }),
  inPlace: { 1: 4, 2: 5 },
  condition: (dimensions) =>
    (dimensions.get('H') as number) % (dimensions.get('KV') as number) === 0 ? undefined : 'kvHeads must divide heads',
};

/**
 * One decoding step of R rows: stores k, v [R, KV·D] at slot positions[r] of the caches [R, S, KV·D] ('state' values), then
 * attends q [R, H·D] over slots 0..positions[r] → [R, H·D]. Positions must lie in 0..S−1. No gradient.
 */
export function cachedAttention(
  plan: PlanBuilder,
  q: Value,
  k: Value,
  v: Value,
  positions: Value,
  keyCache: Value,
  valueCache: Value,
  shape: Omit<AttentionShape, 'tokens'> & { readonly capacity: number },
): Value {
  const { capacity, heads, kvHeads, headSize } = shape;
  const out = plan.temporary('cachedAttention', q.shape);
  const inputs = [q, k, v, positions, keyCache, valueCache];
  plan.launch('cachedAttention', inputs, [out, keyCache, valueCache], { capacity, heads, kvHeads, headSize });
  return out; // [R, H·D]
}
