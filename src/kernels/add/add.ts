import type { KernelContract } from '../plan/contract.ts';
import type { PlanBuilder } from '../plan/PlanBuilder.ts';
import type { Value } from '../plan/types.ts';

/** Vectors and matrices alike: the pattern follows the rank of the launch, see `shapes`. */
export const addContract: KernelContract = {
  kernel: 'add',
  attributes: {},
  shapes: (_attributes, rank) => {
    const shape = rank === 1 ? 'M' : 'M, C';
    return { inputs: { a: shape, b: shape }, outputs: { out: shape } };
  },
};

/** a + b, of one shape. Prefer `matmul`'s residual where one side is a product. */
export function add(plan: PlanBuilder, a: Value, b: Value): Value {
  const out = plan.temporary('add', a.shape);
  plan.launch('add', [a, b], [out]);
  plan.record(out, [a, b], (dOut, tape) => {
    tape.contribute(a, dOut);
    tape.contribute(b, dOut);
  });
  return out;
}
