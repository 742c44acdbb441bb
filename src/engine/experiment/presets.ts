import { defaultExperiment } from './defaultExperiment.ts';
import type { Experiment } from './schema.ts';

/** A starting point: a difference from the defaults, and the outcome a run of it must stay within. */
export interface Preset {
  readonly id: string;
  readonly label: string;
  /** What a person should watch for. */
  readonly goal: string;
  readonly loss: string;
  readonly changes: Partial<Omit<Experiment, 'loss' | 'hyperparameters'>>;
  readonly hyperparameters?: Readonly<Record<string, number>>;
}

export const PRESETS: readonly Preset[] = [
  {
    id: 'length-bias',
    label: 'DPO learns to be long',
    goal: 'The labels favour longer answers. Watch the margin rise, and the reward follow length.',
    loss: 'sigmoid',
    changes: {},
  },
  {
    id: 'length-desensitised',
    label: 'LD-DPO resists length',
    goal: 'Same biased labels; the part of an answer beyond the shared length counts less.',
    loss: 'ld_dpo',
    changes: {},
  },
  {
    id: 'reference-free',
    label: 'SimPO averages over tokens',
    goal: 'Same biased labels; each token counts the same, and there is no reference model.',
    loss: 'simpo',
    changes: {},
  },
  {
    id: 'noisy-labels',
    label: 'Robust DPO and flipped labels',
    goal: 'Three labels in ten are flipped. Compare held-out accuracy with plain DPO.',
    loss: 'robust',
    changes: { data: 'style-noisy' },
    hyperparameters: { label_smoothing: 0.3 },
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
