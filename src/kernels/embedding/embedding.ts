import type { KernelContract } from '../plan/contract.ts';
import type { PlanBuilder } from '../plan/PlanBuilder.ts';
import type { Value } from '../plan/types.ts';

export const embeddingContract: KernelContract = {
  kernel: 'embedding',
  attributes: {},
  shapes: () => ({ inputs: { ids: 'i32 M', table: 'V, C' }, outputs: { out: 'M, C' } }),
};

export const embeddingGradContract: KernelContract = {
  kernel: 'embeddingGrad',
  attributes: {},
  shapes: () => ({ inputs: { ids: 'i32 M', dOut: 'M, C' }, outputs: { dTable: 'V, C' } }),
  accumulates: 'must',
};

/** Rows of `table` [V, C] by `ids` [M] → [M, C]. Ids must lie in 0..V−1. */
export function embedding(plan: PlanBuilder, ids: Value, table: Value): Value {
  const out = plan.temporary('embedding', [ids.shape[0] as number, table.shape[1] as number]);
  plan.launch('embedding', [ids, table], [out]);
  plan.record(out, [table], (dOut, tape) => plan.launch('embeddingGrad', [ids, dOut], [tape.gradientOf(table)]));
  return out; // [M, C]
}
