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

export const PRESETS: readonly Preset[] = [
  {
    id: 'length-bias',
    label: 'DPO learns to be long',
    goal: 'The labels favour longer answers. Watch the margin rise, and the reward follow length.',
    loss: 'sigmoid',
    changes: {},
    outcome: [],
  },
  {
    id: 'length-desensitised',
    label: 'LD-DPO resists length',
    goal: 'Same biased labels; the part of an answer beyond the shared length counts less.',
    loss: 'ld_dpo',
    changes: {},
    outcome: [],
  },
  {
    id: 'reference-free',
    label: 'SimPO averages over tokens',
    goal: 'Same biased labels; each token counts the same, and there is no reference model.',
    loss: 'simpo',
    changes: {},
    outcome: [],
  },
  {
    id: 'noisy-labels',
    label: 'Robust DPO and flipped labels',
    goal: 'Three labels in ten are flipped. Compare held-out accuracy with plain DPO.',
    loss: 'robust',
    changes: { data: 'style-noisy' },
    hyperparameters: { label_smoothing: 0.3 },
    outcome: [],
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
