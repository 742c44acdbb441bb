import type { KernelContract } from '../plan/contract.ts';

export const logitStatisticsContract: KernelContract = {
  kernel: 'logitStatistics',
  attributes: { firstId: 'firstId' },
  shapes: () => ({
    inputs: { logits: 'M, P', targets: 'i32 M', previous: 'M, 4' },
    outputs: { statistics: 'M, 4' },
  }),
  optionalInputs: 1,
};

export const tokenLogpsContract: KernelContract = {
  kernel: 'tokenLogps',
  attributes: {},
  shapes: () => ({ inputs: { statistics: 'M, 4' }, outputs: { logps: 'M', lse: 'M', entropy: 'M' } }),
};

export const tokenLogpsGradContract: KernelContract = {
  kernel: 'tokenLogpsGrad',
  attributes: { firstId: 'firstId' },
  shapes: () => ({
    inputs: { logits: 'M, P', targets: 'i32 M', lse: 'M', dLogps: 'M' },
    outputs: { logits: 'M, P' },
  }),
  inPlace: { 0: 0 },
};
