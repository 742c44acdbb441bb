import type { SettingKey } from '../state/experimentState.ts';

/** Of the reward model: shown where a judge is one. */
export const REWARD_MODEL_SETTINGS: readonly SettingKey[] = [
  'rm_steps',
  'rm_margin',
  'rm_center_rewards_coefficient',
  'rm_members',
  'rm_intra_weight',
];

/** What the training judge is wrapped in. */
export const JUDGE_WRAPPERS: readonly SettingKey[] = ['judge_epsilon', 'judge_kappa', 'judge_symmetrised'];

/** Settings with a place of their own under Judges. */
export const JUDGE_SETTINGS: readonly SettingKey[] = [
  'judge',
  'gold_judge',
  ...JUDGE_WRAPPERS,
  ...REWARD_MODEL_SETTINGS,
];
