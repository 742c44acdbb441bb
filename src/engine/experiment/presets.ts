import { defaultExperiment } from './defaultExperiment.ts';
import type { Experiment } from './schema.ts';
import { defaultWorldKnobs } from './worldKnobs.ts';

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
    // Seeds 1, 2, 3 on WASM after 60 steps: margins 0.66 0.71 0.68, accuracies 0.84 0.83 0.83, correlation 0.79 0.79 0.77
    // (from none), win rate 0.89 0.97 0.88.
    outcome: [
      { metric: 'eval_rewards/margins', at: 'change', min: 0.4 },
      { metric: 'eval_rewards/accuracies', at: 'last', min: 0.78 },
      { metric: 'corr/implicit_reward_length', at: 'change', min: 0.6, max: 0.9 },
      { metric: 'win_rate', at: 'last', min: 0.7 },
    ],
  },
  {
    id: 'length-desensitised',
    label: 'LD-DPO: a reward without length',
    goal: 'Same biased labels, but tokens beyond the shared length count less: the reward stops following length. The answers it samples grow all the same.',
    loss: 'ld_dpo',
    changes: {},
    // Seeds 1, 2, 3: margins 0.65 0.69 0.72, accuracies 0.87 0.89 0.89, correlation 0.14 −0.02 0.14, win rate 0.97 1.00 0.98,
    // sampled answers from 33, 37, 33 to 79, 80, 80 tokens (80 is the limit; DPO's reach 66, 68, 65).
    outcome: [
      { metric: 'eval_rewards/margins', at: 'change', min: 0.4 },
      { metric: 'eval_rewards/accuracies', at: 'last', min: 0.78 },
      { metric: 'corr/implicit_reward_length', at: 'change', min: -0.4, max: 0.4 },
      { metric: 'win_rate', at: 'last', min: 0.7 },
    ],
  },
  {
    id: 'reference-free',
    label: 'SimPO: a reward per token',
    goal: 'Same biased labels, no reference model. A log-prob per token goes with length from the start; training adds less to that than DPO does.',
    loss: 'simpo',
    changes: {},
    // Seeds 1, 2, 3: margins 0.15 → 0.71 0.72 0.70, accuracies 0.84 0.84 0.85, correlation 0.58 → 0.77 0.77 0.78, win rate
    // 0.91 0.95 0.92.
    outcome: [
      { metric: 'eval_rewards/margins', at: 'change', min: 0.35 },
      { metric: 'eval_rewards/accuracies', at: 'last', min: 0.75 },
      { metric: 'corr/implicit_reward_length', at: 'change', min: 0.05, max: 0.4 },
      { metric: 'win_rate', at: 'last', min: 0.7 },
    ],
  },
  {
    id: 'noisy-labels',
    label: 'Robust DPO and flipped labels',
    goal: 'Three labels in ten are flipped in training, none in the held-out pairs. Compare held-out accuracy with plain DPO.',
    loss: 'robust',
    changes: { data: 'style-noisy' },
    hyperparameters: { label_smoothing: 0.3 },
    // Seed 42 alone, on WASM after 60 steps: margins 0.34, accuracies 0.67.
    outcome: [
      { metric: 'eval_rewards/margins', at: 'change', min: 0.1 },
      { metric: 'eval_rewards/accuracies', at: 'last', min: 0.52 },
    ],
  },
];

export function presetExperiment(preset: Preset): Experiment {
  const base = defaultExperiment(preset.loss);
  return Object.freeze({
    ...base,
    ...preset.changes,
    world_knobs: Object.freeze({
      ...defaultWorldKnobs(preset.changes.data ?? base.data),
      ...preset.changes.world_knobs,
    }),
    hyperparameters: Object.freeze({ ...base.hyperparameters, ...preset.hyperparameters }),
  });
}
