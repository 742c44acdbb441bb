import { type AttentionShape, packedRowsProblem } from '../causalAttention/causalAttention.ts';
import type { KernelContract } from '../plan/contract.ts';
import type { PlanBuilder } from '../plan/PlanBuilder.ts';
import type { Value } from '../plan/types.ts';

const attributes = { capacity: 'S', heads: 'H', kvHeads: 'KV', headSize: 'D' };

export const cachedAttentionContract: KernelContract = {
  kernel: 'cachedAttention',
  attributes,
  shapes: () => ({
    inputs: { qkv: 'R, W', positions: 'i32 R', keyCache: 'R, S, KV*D', valueCache: 'R, S, KV*D' },
    outputs: { out: 'R, H*D', keyCache: 'R, S, KV*D', valueCache: 'R, S, KV*D' },
  }),
  inPlace: { 1: 2, 2: 3 },
  condition: packedRowsProblem,
};

export const cacheRowsContract: KernelContract = {
  kernel: 'cacheRows',
  attributes,
  shapes: () => ({
    inputs: { qkv: 'M, W', slots: 'i32 M', keyCache: 'R, S, KV*D', valueCache: 'R, S, KV*D' },
    outputs: { keyCache: 'R, S, KV*D', valueCache: 'R, S, KV*D' },
  }),
  inPlace: { 0: 2, 1: 3 },
  condition: packedRowsProblem,
};

/** What earlier tokens left behind: keys and values [R, S, KV·D] of R rows, 'state' values. */
export interface KeyValueCache {
  readonly keys: Value;
  readonly values: Value;
}

type CacheShape = AttentionShape & { readonly capacity: number };

const attributesOf = ({ capacity, heads, kvHeads, headSize }: CacheShape) => ({ capacity, heads, kvHeads, headSize });

/**
 * One decoding step of R rows: stores the keys and values of qkv [R, W] at slot positions[r] of the caches, then attends its
 * queries over slots 0..positions[r] → [R, H·D]. Positions must lie in 0..S−1. No gradient.
 */
export function cachedAttention(
  plan: PlanBuilder,
  qkv: Value,
  positions: Value,
  { keys, values }: KeyValueCache,
  shape: CacheShape,
): Value {
  const out = plan.temporary('cachedAttention', [qkv.shape[0] as number, shape.heads * shape.headSize]);
  plan.launch('cachedAttention', [qkv, positions, keys, values], [out, keys, values], attributesOf(shape));
  return out; // [R, H·D]
}

/** Stores keys and values of whole sequences, qkv [M, W], at slots i32 [M] (r·S + position, or −1 for none). No gradient. */
export function cacheRows(
  plan: PlanBuilder,
  qkv: Value,
  slots: Value,
  { keys, values }: KeyValueCache,
  shape: CacheShape,
): void {
  plan.launch('cacheRows', [qkv, slots, keys, values], [keys, values], attributesOf(shape));
}
