import type { Hyperparameter } from './types.ts';

/** β of the objectives that weigh a summed log-ratio to the reference; others restate what it means there. */
export const BETA: Hyperparameter = {
  name: 'beta',
  symbol: '\\beta',
  default: 0.1,
  min: 0.01,
  max: 1,
  scale: 'log',
  step: 0.05,
  meaning: 'Strength of the reference: small values let the policy move far from it, large ones keep it close.',
};
