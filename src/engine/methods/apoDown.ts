import { BETA } from './beta.ts';
import { LOG_RATIOS, SIGMA } from './pairSymbols.ts';
import { implicitRewards } from './terms.ts';
import type { MethodDefinition } from './types.ts';

/**
 * APO-down: both answers' probabilities fall, the rejected one's faster.
 *
 * Paper: D'Oosterlinck et al. 2024, "Anchored Preference Optimization and Contrastive Revisions", arXiv 2408.06266 (the
 * APO-down loss, as TRL computes it). For chosen answers that are worse than what the model writes. No deviation.
 * Nothing holds the chosen answers up: at the other objectives' learning rate ours stop ending their answers within 40 steps.
 */
export const apoDown: MethodDefinition = {
  id: 'apo_down',
  label: 'APO-down',
  idea: 'For answers that are all worse than the model’s own: lowers the chosen one and keeps it above the rejected one.',
  tags: { data: 'pair-wise', framework: 'offline', constraint: 'fixed-reference', property: 'likelihood' },
  formula: String.raw`\mathcal{L} = \sigma(\beta u) + 1 - \sigma\bigl(\beta\,(u - v)\bigr)`,
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
    const { chosenRewards, rejectedRewards } = rewards;
    const losses = m.add(m.sigmoid(chosenRewards), m.sigmoid(m.sub(rejectedRewards, chosenRewards)));
    return { loss: m.mean(losses), losses, ...rewards };
  },
  identities: [{ kind: 'valueAtReference', value: () => 1 }],
  trl: { trainer: 'DPOTrainer', loss_type: 'apo_down' },
  learningRate: 5e-5,
};
