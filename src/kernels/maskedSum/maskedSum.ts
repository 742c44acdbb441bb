import type { KernelContract } from '../plan/contract.ts';
import type { PlanBuilder } from '../plan/PlanBuilder.ts';
import type { Value } from '../plan/types.ts';

export const maskedSumContract: KernelContract = {
  kernel: 'maskedSum',
  attributes: { tokens: 'T' },
  shapes: () => ({ inputs: { x: 'N*T', weights: 'N*T' }, outputs: { sum: 'N' } }),
};

export const maskedSumGradContract: KernelContract = {
  kernel: 'maskedSumGrad',
  attributes: { tokens: 'T' },
  shapes: () => ({ inputs: { weights: 'N*T', dSum: 'N' }, outputs: { dx: 'N*T' } }),
};

/** Σ over each sequence's T tokens of x · weights: [N·T] → [N]. Weights get no gradient. */
export function maskedSum(plan: PlanBuilder, x: Value, weights: Value, options: { tokens: number }): Value {
  const { tokens } = options;
  const sum = plan.temporary('maskedSum', [(x.shape[0] as number) / tokens]);
  plan.launch('maskedSum', [x, weights], [sum], { tokens });
  plan.record(sum, [x], (dSum, tape) => {
    const dx = plan.temporary('d maskedSum', x.shape);
    plan.launch('maskedSumGrad', [weights, dSum], [dx], { tokens });
    tape.contribute(x, dx);
  });
  return sum; // [N]
}
