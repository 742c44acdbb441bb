import { BETA } from './beta.ts';
import { LOG_RATIOS, SIGMA } from './pairSymbols.ts';
import { implicitRewards } from './terms.ts';
import type { MethodDefinition } from './types.ts';

/**
 * BCO on pairs: a binary classifier of good and bad answers whose logit is the implicit reward.
 *
 * Paper: Jung et al. 2024, "Binary Classifier Optimization for Large Language Model Alignment", arXiv 2404.04656.
 * Deviation: without the paper's reward shift δ by default, as in TRL, whose newest pair loss has none (its prose shows the DPO
 * loss; the code counts). `running_shift` 1 is TRL up to 0.28: δ is the mean of the mean rewards of all batches so far, this
 * one included, without gradient.
 */
export const bcoPair: MethodDefinition = {
  id: 'bco_pair',
  label: 'BCO (pairs)',
  idea: 'Classifies chosen answers as good and rejected ones as bad, each by itself, by how far the policy moved from the reference.',
  tags: { data: 'pair-wise', framework: 'offline', constraint: 'fixed-reference', property: 'general' },
  formula: String.raw`\mathcal{L} = -\log\sigma(\beta u - \delta) - \log\sigma(\delta - \beta v)`,
  symbols: {
    ...LOG_RATIOS,
    '\\beta': 'how strongly the reference holds the policy',
    '\\delta': 'shift of the rewards: 0, or their running mean',
    ...SIGMA,
  },
  paper: {
    title: 'Binary Classifier Optimization for Large Language Model Alignment',
    authors: 'Jung, Han, Nam, On',
    year: 2024,
    arxiv: '2404.04656',
  },
  hyperparameters: [
    BETA,
    {
      name: 'running_shift',
      symbol: 's',
      default: 0,
      min: 0,
      max: 1,
      scale: 'linear',
      step: 1,
      meaning: 'Whether δ is the running mean of all implicit rewards (paper, TRL up to 0.28) or 0 (newest TRL).',
      options: [
        { value: 0, label: 'none' },
        { value: 1, label: 'running mean' },
      ],
    },
  ],
  needs: { relation: 'pair', references: ['base'], reduction: 'sum' },
  compute(m, batch, hyper) {
    const rewards = implicitRewards(m, batch, hyper.beta as number);
    const { chosenRewards, rejectedRewards } = rewards;
    const ofBatch = m.stopGradient(m.scale(m.mean(m.add(chosenRewards, rejectedRewards)), 0.5));
    const batches = m.add(batch.state('batches'), 1);
    const mean = m.add(batch.state('mean'), m.div(m.sub(ofBatch, batch.state('mean')), batches));
    const shift = hyper.running_shift === 1 ? mean : 0;
    const losses = m.add(m.softplus(m.sub(shift, chosenRewards)), m.softplus(m.sub(rejectedRewards, shift)));
    return { loss: m.mean(losses), losses, ...rewards, state: { mean, batches } };
  },
  state: { mean: 0, batches: 0 },
  identities: [
    { kind: 'valueAtReference', value: () => 2 * Math.LN2 },
    { kind: 'monotoneInMargin', direction: 'decreasing' },
  ],
  trl: {
    trainer: 'DPOTrainer',
    loss_type: 'bco_pair',
    note: 'TRL has no running shift since 0.29; up to 0.28 it always had it.',
    arguments: ({ beta = Number.NaN, running_shift }) => ({ loss_type: running_shift === 1 ? null : 'bco_pair', beta }),
  },
  learningRate: 3e-4,
};
