import { BETA } from './beta.ts';
import { DPO_SYMBOLS, DPO_TAGS } from './dpoSymbols.ts';
import { comparedRewards } from './terms.ts';
import type { MethodDefinition } from './types.ts';

/**
 * R-DPO: DPO that knows answers are preferred for their length, and credits the longer one with it beforehand.
 *
 * Paper: Park et al. 2024, "Disentangling Length from Quality in Direct Preference Optimization", arXiv 2403.19159,
 * the length-regularised DPO loss.
 * Trap: the sign is plus. A longer chosen answer is partly explained by its length and needs a smaller gap. `lenN_lambda` (the
 * name in the SamPO code) is the paper's α, in units of reward per token. Lengths count EOS. Log-probs are summed; logged
 * rewards leave the length term out. No deviation.
 */
export const rdpoLen: MethodDefinition = {
  id: 'rdpo_len',
  label: 'R-DPO (length)',
  idea: 'DPO that credits the longer answer with its length beforehand, so that the policy need not learn to write long.',
  tags: { ...DPO_TAGS, property: 'length' },
  formula: String.raw`\mathcal{L} = -\log\sigma\bigl(\beta\,(u - v) + \alpha\,(|y_w| - |y_l|)\bigr)`,
  symbols: {
    ...DPO_SYMBOLS,
    '|y_w|': 'tokens of the chosen answer',
    '|y_l|': 'tokens of the rejected answer',
    '\\alpha': 'reward that a token’s length explains',
  },
  paper: {
    title: 'Disentangling Length from Quality in Direct Preference Optimization',
    authors: 'Park, Rafailov, Ermon, Finn',
    year: 2024,
    arxiv: '2403.19159',
  },
  reading:
    'Our reading of the sign (plus) follows from a reward of r − α|y|; public code (SamPO), with which our numbers agree, has it too.',
  hyperparameters: [
    BETA,
    {
      name: 'lenN_lambda',
      symbol: '\\alpha',
      default: 0.01,
      min: 0.001,
      max: 0.1,
      scale: 'log',
      step: 0.05,
      unit: 'per token',
      meaning: 'Reward that each token of length explains. At 0.01, 20 tokens more are worth a margin of 0.2.',
    },
  ],
  needs: { relation: 'pair', references: ['base'], reduction: 'sum' },
  compute(m, batch, hyper) {
    const { margin, ...rewards } = comparedRewards(m, batch, hyper.beta as number);
    const longer = m.sub(batch.chosen.lengths, batch.rejected.lengths);
    const losses = m.neg(m.logSigmoid(m.add(margin, m.scale(longer, hyper.lenN_lambda as number))));
    return { loss: m.mean(losses), losses, ...rewards };
  },
  knob: 'kappa',
  identities: [
    { kind: 'equals', method: 'sigmoid', when: { lenN_lambda: 0 } },
    { kind: 'monotoneInMargin', direction: 'decreasing' },
  ],
  trl: { none: 'TRL has no length term in DPO; ld_alpha is another remedy.' },
  learningRate: 3e-4,
};
