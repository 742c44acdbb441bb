import { defaultExperiment } from './defaultExperiment.ts';
import type { Experiment } from './schema.ts';

/** A band that a run's outcome stays within: data, checked against the recorded runs. */
export interface Outcome {
  /** Of the evaluations. */
  readonly metric: string;
  /** The last evaluation's value, or how far it moved from the first one's (what that could not define counts as 0). */
  readonly at: 'last' | 'change';
  readonly min?: number;
  readonly max?: number;
}

/** A starting point: a difference from the defaults, and the outcome a run of it must stay within. */
export interface Preset {
  readonly id: string;
  readonly label: string;
  /** What a person should watch for. */
  readonly goal: string;
  readonly loss: string;
  readonly changes: Partial<Omit<Experiment, 'loss' | 'hyperparameters'>>;
  readonly hyperparameters?: Readonly<Record<string, number>>;
  readonly outcome: readonly Outcome[];
}

/**
 * Bands leave several standard deviations between seeds. Numbers beside them are last evaluations on WASM: of seeds 1, 2, 3
 * on nano-1 before its last stage of training, then of seed 42 on nano-1 as it is bundled (the recorded run).
 */
export const PRESETS: readonly Preset[] = [
  {
    id: 'length-bias',
    label: 'DPO learns to be long',
    goal: 'The labels favour longer answers. Watch the margin rise, and the reward follow length.',
    loss: 'sigmoid',
    changes: {},
    // Margins 0.80 0.83 0.81, 0.83; accuracies 0.83 0.81 0.80, 0.83; correlation 0.64 0.58 0.56, 0.65; win rate
    // 0.89 0.81 0.84, 0.83.
    outcome: [
      { metric: 'eval_rewards/margins', at: 'change', min: 0.5 },
      { metric: 'eval_rewards/accuracies', at: 'last', min: 0.74 },
      { metric: 'corr/implicit_reward_length', at: 'change', min: 0.35, max: 0.85 },
      { metric: 'win_rate', at: 'last', min: 0.65 },
    ],
  },
  {
    id: 'length-desensitised',
    label: 'LD-DPO resists length',
    goal: 'Same biased labels; the part of an answer beyond the shared length counts less.',
    loss: 'ld_dpo',
    changes: {},
    // Margins 1.13 1.06 1.09, 1.13; accuracies 0.82 0.88 0.84, 0.81; correlation 0.47 0.27 0.34, 0.40 (less than DPO's
    // with each seed); win rate 0.86 0.86 0.84, 0.75.
    outcome: [
      { metric: 'eval_rewards/margins', at: 'change', min: 0.7 },
      { metric: 'eval_rewards/accuracies', at: 'last', min: 0.74 },
      { metric: 'corr/implicit_reward_length', at: 'change', min: 0, max: 0.6 },
      { metric: 'win_rate', at: 'last', min: 0.6 },
    ],
  },
  {
    id: 'reference-free',
    label: 'SimPO averages over tokens',
    goal: 'Same biased labels; each token counts the same, and there is no reference model.',
    loss: 'simpo',
    changes: {},
    // Margins 2.32 1.96 2.18, 2.07; accuracies 0.87 0.83 0.86, 0.82; correlation of the log-ratio with length −0.33 −0.36
    // −0.36, −0.28. No band on win rates: they fall after step 60 (0.83 0.70 0.73, 0.78, then 0.34 0.28 0.17, 0.34).
    outcome: [
      { metric: 'eval_rewards/margins', at: 'last', min: 1.2 },
      { metric: 'eval_rewards/accuracies', at: 'last', min: 0.74 },
      { metric: 'corr/log_ratio_length', at: 'change', max: 0.2 },
    ],
  },
  {
    id: 'noisy-labels',
    label: 'Robust DPO and flipped labels',
    goal: 'Three labels in ten are flipped. Compare held-out accuracy with plain DPO.',
    loss: 'robust',
    changes: { data: 'style-noisy' },
    hyperparameters: { label_smoothing: 0.3 },
    // Seed 1 alone and 42: margins 0.54, 0.55; accuracies 0.64, 0.68; gold win rate 0.61, 0.66. Held-out labels are clean.
    outcome: [
      { metric: 'eval_rewards/margins', at: 'change', min: 0.2 },
      { metric: 'eval_rewards/accuracies', at: 'last', min: 0.55 },
      { metric: 'gold_win_rate', at: 'last', min: 0.45 },
    ],
  },
];

export function presetExperiment(preset: Preset): Experiment {
  const base = defaultExperiment(preset.loss);
  return Object.freeze({
    ...base,
    ...preset.changes,
    hyperparameters: Object.freeze({ ...base.hyperparameters, ...preset.hyperparameters }),
  });
}
