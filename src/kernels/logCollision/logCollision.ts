import type { KernelContract } from '../plan/contract.ts';

export const collisionStatisticsContract: KernelContract = {
  kernel: 'collisionStatistics',
  attributes: {},
  shapes: () => ({
    inputs: { logits: 'M, P', statistics: 'M, 4', previous: 'M, 2' },
    outputs: { collisions: 'M, 2' },
  }),
  optionalInputs: 1,
};

export const logCollisionContract: KernelContract = {
  kernel: 'logCollision',
  attributes: {},
  shapes: () => ({ inputs: { statistics: 'M, 4', collisions: 'M, 2' }, outputs: { logCollision: 'M' } }),
};
