import type { Experiment } from './schema.ts';

/**
 * Frozen defaults by link version. A link holds only what differs from these, so once published they never change: a
 * different default is a new version with a migration. `hyperparameters` and `learning_rate` come from the method's own
 * definition (`MethodDefinition.learningRate`, `Hyperparameter.default`), frozen with it, as is the `objective` of 'custom'.
 */
export const DEFAULTS_V1: Readonly<Omit<Experiment, 'hyperparameters' | 'learning_rate'>> = Object.freeze({
  version: 1,
  model: 'nano-1',
  data: 'style-length-biased',
  data_hash: '',
  kappa: null,
  epsilon: null,
  sharpness: null,
  data_seed: null,
  world_knobs: Object.freeze({}),
  judge: 'labels',
  gold_judge: 'gold',
  judge_epsilon: 0,
  judge_kappa: 0,
  judge_symmetrised: 'off',
  rm_steps: 75,
  rm_margin: 0,
  rm_center_rewards_coefficient: 0.01,
  rm_members: 1,
  rm_intra_weight: 0,
  loss: 'sigmoid',
  objective: '',
  race: '',
  game: '',
  lr_scheduler_type: 'constant_with_warmup',
  warmup_steps: 5,
  max_steps: 60,
  per_device_train_batch_size: 32,
  gradient_accumulation_steps: 1,
  max_grad_norm: 1,
  weight_decay: 0,
  adam_beta1: 0.9,
  adam_beta2: 0.95,
  max_length: 128,
  seed: 42,
  eval_steps: 10,
  eval_pairs: 200,
  eval_prompts: 64,
  temperature: 1,
  top_p: 1,
  max_completion_length: 80,
} as const);
