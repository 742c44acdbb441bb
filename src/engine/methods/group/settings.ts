import type { Hyperparameter, Hyperparameters, MethodDefinition, TrlValue } from '../types.ts';

/** What the methods on samples with advantages share in their descriptions. */

/** TRL's `epsilon`; that name is the share of wrong labels here. */
export const EPSILON_LOW: Hyperparameter = {
  name: 'epsilon_low',
  symbol: '\\varepsilon_{low}',
  default: 0.2,
  min: 0,
  max: 0.99,
  scale: 'linear',
  step: 0.01,
  meaning:
    'How far below 1 the ratio of a bad answer may be pushed before its push ends. It acts only when samples are reused.',
};

export const EPSILON_HIGH: Hyperparameter = {
  name: 'epsilon_high',
  symbol: '\\varepsilon_{high}',
  default: 0.2,
  min: 0,
  max: 2,
  scale: 'linear',
  step: 0.01,
  meaning: 'How far above 1 the ratio of a good answer may be pulled before its pull ends. DAPO takes 0.28.',
};

/** For ratios of whole sequences, which move much less than those of tokens. */
export const SEQUENCE_EPSILONS: readonly Hyperparameter[] = [
  { ...EPSILON_LOW, default: 0.003, max: 0.5, step: 0.001 },
  {
    ...EPSILON_HIGH,
    default: 0.004,
    max: 0.5,
    step: 0.001,
    meaning: 'How far above 1 the ratio of a good answer may be pulled. The paper, with long answers, takes 0.0004.',
  },
];

export const KL_BETA: Hyperparameter = {
  name: 'beta',
  symbol: '\\beta',
  default: 0,
  min: 0,
  max: 0.5,
  scale: 'linear',
  step: 0.01,
  meaning:
    'Weight of the divergence from the reference, estimated at each token. Many recipes now use none; 0.04 was usual.',
};

const DELTA: Hyperparameter = {
  name: 'delta',
  symbol: '\\delta',
  default: 0,
  min: 0,
  max: 20,
  scale: 'linear',
  step: 0.1,
  meaning: 'Cap of the ratio where it is not clipped (two-sided clipping); must exceed 1 + ε. 0: none.',
};

/** What acts whatever the surrogate is. */
export const GROUP_OPTIONS: readonly Hyperparameter[] = [
  KL_BETA,
  {
    name: 'use_bias_correction_kl',
    symbol: 'c_{KL}',
    default: 0,
    min: 0,
    max: 1,
    scale: 'linear',
    step: 1,
    options: [
      { value: 0, label: 'as it is' },
      { value: 1, label: 'times the ratio' },
    ],
    meaning: 'Whether the divergence is weighed by the ratio, which makes its estimate unbiased on reused samples.',
  },
  {
    name: 'top_entropy_quantile',
    symbol: 'q',
    default: 1,
    min: 0,
    max: 1,
    scale: 'linear',
    step: 0.05,
    meaning: 'Share of tokens, those where the policy is least sure, that the policy term keeps. 1: all.',
  },
  {
    name: 'off_policy_mask_threshold',
    symbol: '\\tau_{off}',
    default: 0,
    min: 0,
    max: 5,
    scale: 'linear',
    step: 0.05,
    unit: 'nats/token',
    meaning: 'Bad answers that the policy has drifted from by more than this are left out. 0: none are.',
  },
];

export const CLIP_OPTIONS: readonly Hyperparameter[] = [DELTA, ...GROUP_OPTIONS];

export const TOKEN_CLIPPING: readonly Hyperparameter[] = [EPSILON_LOW, EPSILON_HIGH, ...CLIP_OPTIONS];

export const GROUP_TAGS = {
  data: 'samples',
  framework: 'online',
  constraint: 'clipped-ratio',
  property: 'general',
} as const satisfies MethodDefinition['tags'];

/** The reference enters the divergence, which is logged even where β is 0. */
export function groupNeeds(reduction: 'sum' | 'mean'): MethodDefinition['needs'] {
  return { relation: 'sample', references: ['old', 'base'], reduction, columns: ['advantage'], sampling: true };
}

export const GROUP_SYMBOLS = {
  '\\rho_t': 'probability of token t under the policy, divided by that under the policy that drew it',
  A: 'advantage: by how much the answer’s reward beats those of its group',
  '\\varepsilon_{low}': 'how far below 1 a ratio counts',
  '\\varepsilon_{high}': 'how far above 1 a ratio counts',
  '\\beta': 'weight of the divergence from the reference',
  '\\mathrm{KL}_t': 'estimate of that divergence at token t, never negative',
} as const;

/** Arguments of TRL's GRPOConfig; 0 switches off what is null there. */
export function grpoArguments(fixed: Readonly<Record<string, TrlValue>>) {
  return (hyper: Hyperparameters): Readonly<Record<string, TrlValue>> => {
    const values: Record<string, TrlValue> = { ...fixed };
    for (const [name, value] of Object.entries(hyper)) {
      if (name === 'epsilon_low') values.epsilon = value;
      else if (name === 'use_bias_correction_kl') values[name] = value > 0;
      else if (name === 'delta' || name === 'off_policy_mask_threshold') values[name] = value > 0 ? value : null;
      else values[name] = value;
    }
    return values;
  };
}
