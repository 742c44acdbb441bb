import type { MethodDefinition } from './types.ts';

/**
 * SLiC-HF: the chosen answer must be more likely than the rejected one by a margin of δ nats; imitation holds the policy.
 *
 * Paper: Zhao et al. 2023, "SLiC-HF: Sequence Likelihood Calibration with Human Feedback", arXiv 2305.10425 (the
 * form without a reference; `hinge` is the later one with it). HALOs names δ `beta` and λ `lambda_coef`.
 * Log-probs and the likelihood term are summed over completion tokens. Logged rewards are the summed log-probs that it compares.
 * Deviation: the likelihood term imitates the chosen answer, one of the targets the paper names; its other is the demonstration.
 */
export const slic: MethodDefinition = {
  id: 'slic',
  label: 'SLiC-HF',
  idea: 'Pushes a pair equally hard until the chosen answer leads by δ nats, and imitates the chosen answer; needs no reference.',
  tags: { data: 'pair-wise', framework: 'offline', constraint: 'reference-free', property: 'general' },
  formula: String.raw`\mathcal{L} = \max\bigl(0,\; \delta - \ell_w + \ell_l\bigr) - \lambda\,\ell_w`,
  symbols: {
    '\\ell_w': 'log-prob of the chosen answer, summed over its tokens',
    '\\ell_l': 'the same of the rejected answer',
    '\\delta': 'lead at which a pair is done, nats',
    '\\lambda': 'weight of the imitation term',
  },
  paper: {
    title: 'SLiC-HF: Sequence Likelihood Calibration with Human Feedback',
    authors: 'Zhao, Joshi, Liu, Khalman, Saleh, Liu',
    year: 2023,
    arxiv: '2305.10425',
  },
  reading:
    'Our reading of the imitation term, summed over tokens, rests on memory of the paper and on public code (HALOs).',
  hyperparameters: [
    {
      name: 'delta',
      symbol: '\\delta',
      default: 1,
      min: 0,
      max: 20,
      scale: 'linear',
      step: 0.5,
      unit: 'nats',
      meaning: 'Lead of the chosen answer’s summed log-prob at which a pair is done.',
    },
    {
      name: 'lambda_coef',
      symbol: '\\lambda',
      default: 0.1,
      min: 0,
      max: 2,
      scale: 'linear',
      step: 0.05,
      meaning: 'Weight of the summed negative log-likelihood of the chosen answer.',
    },
  ],
  needs: { relation: 'pair', references: [], reduction: 'sum' },
  compute(m, { chosen, rejected }, hyper) {
    const calibration = m.relu(m.sub(hyper.delta as number, m.sub(chosen.logps, rejected.logps)));
    const losses = m.sub(calibration, m.scale(chosen.logps, hyper.lambda_coef as number));
    return { loss: m.mean(losses), losses, chosenRewards: chosen.logps, rejectedRewards: rejected.logps };
  },
  identities: [{ kind: 'monotoneInMargin', direction: 'decreasing' }],
  trl: {
    none: 'CPOTrainer’s hinge is scaled by β and its likelihood term is averaged over tokens; SLiC-HF sums both.',
  },
  learningRate: 3e-4,
};
