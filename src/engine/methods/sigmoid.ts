import { BETA } from './beta.ts';
import { logRatio } from './terms.ts';
import type { MethodDefinition } from './types.ts';

/**
 * Direct preference optimisation: a classifier of which answer was preferred, whose logit is the policy's own log-ratio.
 *
 * Paper: Rafailov et al. 2023, "Direct Preference Optimization", arXiv 2305.18290, equation 7.
 * Log-probs are summed over completion tokens. No deviation.
 */
export const sigmoid: MethodDefinition = {
  id: 'sigmoid',
  label: 'DPO',
  idea: 'Raise the chosen answer’s log-ratio to the reference above the rejected one’s, most strongly where the policy still ranks them wrongly.',
  tags: { data: 'pair-wise', framework: 'offline', constraint: 'fixed-reference', property: 'general' },
  formula: String.raw`\mathcal{L} = -\log\sigma\bigl(\beta\,(u - v)\bigr)`,
  symbols: {
    u: 'log-ratio of policy to reference on the chosen answer, summed over its tokens',
    v: 'the same on the rejected answer',
    '\\beta': 'how strongly the reference holds the policy',
    '\\sigma': 'logistic function',
  },
  paper: {
    title: 'Direct Preference Optimization: Your Language Model is Secretly a Reward Model',
    authors: 'Rafailov, Sharma, Mitchell, Ermon, Manning, Finn',
    year: 2023,
    arxiv: '2305.18290',
  },
  hyperparameters: [BETA],
  needs: { relation: 'pair', references: ['base'], reduction: 'sum' },
  compute(m, { chosen, rejected }, hyper) {
    const beta = hyper.beta as number;
    const chosenRewards = m.scale(logRatio(m, chosen), beta);
    const rejectedRewards = m.scale(logRatio(m, rejected), beta);
    const losses = m.neg(m.logSigmoid(m.sub(chosenRewards, rejectedRewards)));
    return { loss: m.mean(losses), losses, chosenRewards, rejectedRewards };
  },
  identities: [
    { kind: 'valueAtReference', value: () => Math.LN2 },
    { kind: 'monotoneInMargin', direction: 'decreasing' },
  ],
  trl: { trainer: 'DPOTrainer', loss_type: 'sigmoid' },
  learningRate: 3e-4,
};
