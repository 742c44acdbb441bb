import type { KernelContract } from '../plan/contract.ts';

export const klStatisticsContract: KernelContract = {
  kernel: 'klStatistics',
  attributes: {},
  shapes: () => ({
    inputs: { logits: 'M, P', refLogits: 'M, P', statistics: 'M, 4', previous: 'M, 4' },
    outputs: { refStatistics: 'M, 4' },
  }),
  optionalInputs: 1,
};

export const tokenKlContract: KernelContract = {
  kernel: 'tokenKl',
  attributes: {},
  shapes: () => ({
    inputs: { statistics: 'M, 4', refStatistics: 'M, 4' },
    outputs: { kl: 'M', refLse: 'M' },
  }),
};

export const tokenLogpsKlGradContract: KernelContract = {
  kernel: 'tokenLogpsKlGrad',
  attributes: { firstId: 'firstId' },
  shapes: () => ({
    inputs: {
      logits: 'M, P',
      targets: 'i32 M',
      lse: 'M',
      dLogps: 'M',
      refLogits: 'M, P',
      refLse: 'M',
      dKl: 'M',
    },
    outputs: { logits: 'M, P' },
  }),
  inPlace: { 0: 0 },
};
