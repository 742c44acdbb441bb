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

/** Temperature of the rewards that a policy's distribution over a list of answers learns. */
export const REWARD_TEMPERATURE: Hyperparameter = {
  name: 'beta_r',
  symbol: '\\beta_r',
  default: 0.5,
  min: 0.05,
  max: 5,
  scale: 'log',
  step: 0.05,
  meaning: 'Temperature of the rewards: a small one asks for the best answer alone.',
};
