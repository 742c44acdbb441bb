import { describeValue, type KernelContract } from '../plan/contract.ts';
import { KernelError } from '../plan/executor.ts';
import type { PlanBuilder } from '../plan/PlanBuilder.ts';
import type { Value } from '../plan/types.ts';

export const swigluContract: KernelContract = {
  kernel: 'swiglu',
  attributes: {},
  shapes: () => ({ inputs: { gateUp: 'M, 2*F' }, outputs: { out: 'M, F' } }),
};

export const swigluGradContract: KernelContract = {
  kernel: 'swigluGrad',
  attributes: {},
  shapes: () => ({ inputs: { gateUp: 'M, 2*F', dOut: 'M, F' }, outputs: { gateUp: 'M, 2*F' } }),
  inPlace: { 0: 0 },
};

/**
 * gate · sigmoid(gate) · up (arXiv:2002.05202): gateUp [M, 2F], a row's F gates and then its F ups → [M, F].
 * The backward pass turns `gateUp` into its gradient in place: nothing else may read it.
 */
export function swiglu(plan: PlanBuilder, gateUp: Value): Value {
  const [rows, columns] = gateUp.shape as [number, number];
  const out = plan.temporary('swiglu', [rows, columns / 2]);
  plan.launch('swiglu', [gateUp], [out]);
  plan.record(out, [gateUp], (dOut, tape) => {
    if (plan.readerCount(gateUp) !== 1) {
      throw new KernelError('PLAN_INVALID', {
        value: describeValue(gateUp),
        reason: 'overwritten by swigluGrad, but read elsewhere',
      });
    }
    plan.launch('swigluGrad', [gateUp, dOut], [gateUp]);
    tape.contribute(gateUp, gateUp);
  });
  return out; // [M, F]
}
