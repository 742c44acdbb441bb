import { BETA } from './beta.ts';
import { LOG_RATIOS, SIGMA } from './pairSymbols.ts';
import { implicitRewards } from './terms.ts';
import type { MethodDefinition } from './types.ts';

/**
 * APO-zero: the chosen answer's probability rises and the rejected one's falls, both against the fixed reference.
 *
 * Paper: D'Oosterlinck et al. 2024, "Anchored Preference Optimization and Contrastive Revisions", arXiv 2408.06266 (the
 * APO-zero loss, as TRL computes it). For chosen answers that are better than what the model writes. No deviation.
 */
export const apoZero: MethodDefinition = {
  id: 'apo_zero',
  label: 'APO-zero',
  idea: 'Anchors both answers to the reference: the chosen one has to rise and the rejected one to fall, each with a bounded push.',
  tags: { data: 'pair-wise', framework: 'offline', constraint: 'fixed-reference', property: 'likelihood' },
  formula: String.raw`\mathcal{L} = 1 - \sigma(\beta u) + \sigma(\beta v)`,
  symbols: { ...LOG_RATIOS, '\\beta': 'how strongly the reference holds the policy', ...SIGMA },
  paper: {
    title: 'Anchored Preference Optimization and Contrastive Revisions: Addressing Underspecification in Alignment',
    authors: 'D’Oosterlinck, Xu, Develder, Demeester, Singh, Potts, Kiela, Mehri',
    year: 2024,
    arxiv: '2408.06266',
  },
  hyperparameters: [BETA],
  needs: { relation: 'pair', references: ['base'], reduction: 'sum' },
  compute(m, batch, hyper) {
    const rewards = implicitRewards(m, batch, hyper.beta as number);
    const losses = m.add(m.sigmoid(m.neg(rewards.chosenRewards)), m.sigmoid(rewards.rejectedRewards));
    return { loss: m.mean(losses), losses, ...rewards };
  },
  identities: [
    { kind: 'valueAtReference', value: () => 1 },
    { kind: 'monotoneInMargin', direction: 'decreasing' },
  ],
  trl: { trainer: 'DPOTrainer', loss_type: 'apo_zero' },
  learningRate: 3e-4,
};
