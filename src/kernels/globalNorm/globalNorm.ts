import type { KernelContract } from '../plan/contract.ts';

/** Launched by `PlanBuilder.optimizer`. */
export const globalNormContract: KernelContract = {
  kernel: 'globalNorm',
  attributes: {},
  shapes: () => ({ inputs: { gradients: 'P' }, outputs: { norm: '1' } }),
};
