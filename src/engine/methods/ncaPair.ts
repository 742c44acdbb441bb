import { BETA } from './beta.ts';
import { LOG_RATIOS, SIGMA } from './pairSymbols.ts';
import { implicitRewards } from './terms.ts';
import type { MethodDefinition } from './types.ts';

/**
 * NCA on pairs: noise contrastive estimation of each reward by itself, which keeps the chosen answer's probability from sinking.
 *
 * Paper: Chen et al. 2024, "Noise Contrastive Alignment of Language Models with Explicit Rewards", arXiv 2402.05369, its loss
 * for preference pairs (as TRL computes it). No deviation. The chosen reward stops at u = log 2/β where only u counts.
 */
export const ncaPair: MethodDefinition = {
  id: 'nca_pair',
  label: 'NCA',
  idea: 'Judges each answer against the reference by itself: raises the chosen one up to a finite reward and lowers the rejected one.',
  tags: { data: 'pair-wise', framework: 'offline', constraint: 'fixed-reference', property: 'likelihood' },
  formula: String.raw`\mathcal{L} = -\log\sigma(\beta u) - \tfrac12\log\sigma(-\beta u) - \tfrac12\log\sigma(-\beta v)`,
  symbols: { ...LOG_RATIOS, '\\beta': 'how strongly the reference holds the policy', ...SIGMA },
  paper: {
    title: 'Noise Contrastive Alignment of Language Models with Explicit Rewards',
    authors: 'Chen, He, Yuan, Cui, Su, Zhu',
    year: 2024,
    arxiv: '2402.05369',
  },
  hyperparameters: [
    { ...BETA, meaning: 'Scale of the reward. The chosen answer rises by log 2/β nats and no further: 7 at β = 0.1.' },
  ],
  needs: { relation: 'pair', references: ['base'], reduction: 'sum' },
  compute(m, batch, hyper) {
    const rewards = implicitRewards(m, batch, hyper.beta as number);
    const pull = m.softplus(m.neg(rewards.chosenRewards));
    const push = m.add(m.softplus(rewards.chosenRewards), m.softplus(rewards.rejectedRewards));
    const losses = m.add(pull, m.scale(push, 0.5));
    return { loss: m.mean(losses), losses, ...rewards };
  },
  identities: [{ kind: 'valueAtReference', value: () => 2 * Math.LN2 }],
  trl: { trainer: 'DPOTrainer', loss_type: 'nca_pair' },
  learningRate: 3e-4,
};
