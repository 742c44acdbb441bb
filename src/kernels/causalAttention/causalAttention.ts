import type { KernelContract } from '../plan/contract.ts';
import type { PlanBuilder } from '../plan/PlanBuilder.ts';
import type { Value } from '../plan/types.ts';

const attributes = { tokens: 'T', heads: 'H', kvHeads: 'KV', headSize: 'D' };

function headsDivide(dimensions: ReadonlyMap<string, number>): string | undefined {
  return (dimensions.get('H') as number) % (dimensions.get('KV') as number) === 0
    ? undefined
    : 'kvHeads must divide heads';
}

export const causalAttentionContract: KernelContract = {
  kernel: 'causalAttention',
  attributes,
  shapes: () => ({
    inputs: { q: 'N*T, H*D', k: 'N*T, KV*D', v: 'N*T, KV*D', lengths: 'i32 N' },
    outputs: { out: 'N*T, H*D', lse: 'N*T, H' },
  }),
  condition: headsDivide,
};

export const causalAttentionGradContract: KernelContract = {
  kernel: 'causalAttentionGrad',
  attributes,
  shapes: () => ({
    inputs: {
      q: 'N*T, H*D',
      k: 'N*T, KV*D',
      v: 'N*T, KV*D',
      lengths: 'i32 N',
      out: 'N*T, H*D',
      lse: 'N*T, H',
      dOut: 'N*T, H*D',
    },
    outputs: { dq: 'N*T, H*D', dk: 'N*T, KV*D', dv: 'N*T, KV*D' },
  }),
  condition: headsDivide,
};

export interface AttentionShape {
  /** Tokens per sequence, T. */
  readonly tokens: number;
  readonly heads: number;
  /** Query head h reads key/value head floor(h · kvHeads / heads). */
  readonly kvHeads: number;
  readonly headSize: number;
}

/**
 * softmax(q·kᵀ/√D)·v over positions up to and including one's own, in N right-padded sequences of T tokens.
 * q [N·T, H·D], k and v [N·T, KV·D], lengths i32 [N] (0..T) → [N·T, H·D]. Rows at or beyond a length give 0.
 */
export function causalAttention(
  plan: PlanBuilder,
  q: Value,
  k: Value,
  v: Value,
  lengths: Value,
  shape: AttentionShape,
): Value {
  const { tokens, heads, kvHeads, headSize } = shape;
  const launchAttributes = { tokens, heads, kvHeads, headSize };
  const out = plan.temporary('attention', q.shape);
  const lse = plan.temporary('attention lse', [q.shape[0] as number, heads]);
  plan.launch('causalAttention', [q, k, v, lengths], [out, lse], launchAttributes);
  plan.record(out, [q, k, v], (dOut, tape) => {
    const dq = plan.temporary('d q', q.shape);
    const dk = plan.temporary('d k', k.shape);
    const dv = plan.temporary('d v', v.shape);
    plan.launch('causalAttentionGrad', [q, k, v, lengths, out, lse, dOut], [dq, dk, dv], launchAttributes);
    tape.contribute(q, dq);
    tape.contribute(k, dk);
    tape.contribute(v, dv);
  });
  return out; // [N·T, H·D]
}
