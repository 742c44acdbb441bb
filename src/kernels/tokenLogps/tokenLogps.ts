import { describeValue, type KernelContract } from '../plan/contract.ts';
import { KernelError } from '../plan/executor.ts';
import type { PlanBuilder } from '../plan/PlanBuilder.ts';
import type { Value } from '../plan/types.ts';

export const tokenLogpsContract: KernelContract = {
  kernel: 'tokenLogps',
  attributes: {},
  shapes: () => ({
    inputs: { logits: 'M, V', targets: 'i32 M' },
    outputs: { logps: 'M', lse: 'M', entropy: 'M' },
  }),
};

export const tokenLogpsGradContract: KernelContract = {
  kernel: 'tokenLogpsGrad',
  attributes: {},
  shapes: () => ({
    inputs: { logits: 'M, V', targets: 'i32 M', lse: 'M', dLogps: 'M' },
    outputs: { dLogits: 'M, V' },
  }),
  inPlace: { 0: 0 },
};

export interface TokenLogps {
  /** log softmax(logits)[target] per row, [M]. The only one of the three that carries a gradient. */
  readonly logps: Value;
  /** log Σ exp(logits), [M]. */
  readonly lse: Value;
  /** Entropy of softmax(logits) in nats, [M]. */
  readonly entropy: Value;
}

/**
 * Log-probabilities of `targets` i32 [M] (each in 0..V−1) under `logits` [M, V], without storing probabilities.
 * The backward pass turns `logits` into their gradient in place: nothing else may read them, and a host that wants them
 * reads them between 'forward' and 'backward'.
 */
export function tokenLogps(plan: PlanBuilder, logits: Value, targets: Value): TokenLogps {
  const rows = [logits.shape[0] as number];
  const logps = plan.temporary('logps', rows);
  const lse = plan.temporary('lse', rows);
  const entropy = plan.temporary('entropy', rows);
  plan.launch('tokenLogps', [logits, targets], [logps, lse, entropy]);
  plan.record(logps, [logits], (dLogps, tape) => {
    if (plan.readerCount(logits) !== 1) {
      throw new KernelError('PLAN_INVALID', {
        value: describeValue(logits),
        reason: 'overwritten by tokenLogpsGrad, but read elsewhere',
      });
    }
    plan.launch('tokenLogpsGrad', [logits, targets, lse, dLogps], [logits]);
    tape.contribute(logits, logits);
  });
  return { logps, lse, entropy };
}
