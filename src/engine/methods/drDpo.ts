import { BETA } from './beta.ts';
import { DPO_TAGS } from './dpoSymbols.ts';
import { comparedRewards } from './terms.ts';
import type { MethodDefinition } from './types.ts';

/**
 * Dr. DPO: a soft minimum over the batch instead of its mean, so that pairs with a large loss, which may be mislabelled, count
 * less.
 *
 * Paper: Wu et al. 2024, "Towards Robust Alignment of Language Models: Distributionally Robustifying Direct Preference
 * Optimization", arXiv 2407.07880, as coded by the authors (trainers.py); β′ is `mode_weight` in the authors' code.
 * Log-probs are summed. The loss belongs to the batch: every pair's loss is the batch's. No deviation.
 */
export const drDpo: MethodDefinition = {
  id: 'dr_dpo',
  label: 'Dr. DPO',
  idea: 'Averages DPO’s losses so that pairs with a large one, which may be mislabelled, count less.',
  tags: { ...DPO_TAGS, data: 'noise' },
  formula: String.raw`\mathcal{L} = -\beta'\,\log\frac1B\sum_{i=1}^{B} \exp\Bigl(\frac{1}{\beta'}\log\sigma\bigl(\beta\,(u_i - v_i)\bigr)\Bigr)`,
  symbols: {
    u_i: 'log-ratio of policy to reference on the chosen answer of pair i, summed over its tokens',
    v_i: 'the same on the rejected answer',
    B: 'pairs in the batch',
    '\\beta': 'how strongly the reference holds the policy',
    "\\beta'": 'how evenly pairs count: large values average, small ones trust the pairs that fit',
    '\\sigma': 'logistic function',
  },
  paper: {
    title: 'Towards Robust Alignment of Language Models: Distributionally Robustifying Direct Preference Optimization',
    authors: 'Wu, Xie, Yang, Wu, Chen, Gao, Ding, Wang, He',
    year: 2024,
    arxiv: '2407.07880',
  },
  hyperparameters: [
    BETA,
    {
      name: 'beta_prime',
      symbol: "\\beta'",
      default: 1,
      min: 0.1,
      max: 10,
      scale: 'log',
      step: 0.05,
      meaning:
        'How evenly pairs count, in units of loss: large values come to DPO, small ones silence pairs that do not fit.',
    },
  ],
  needs: { relation: 'pair', references: ['base'], reduction: 'sum' },
  compute(m, batch, hyper) {
    const prime = hyper.beta_prime as number;
    const { margin, ...rewards } = comparedRewards(m, batch, hyper.beta as number);
    const exponents = m.scale(m.logSigmoid(margin), 1 / prime);
    const largest = m.max(exponents);
    const logMean = m.add(m.log(m.mean(m.exp(m.sub(exponents, largest)))), largest);
    const loss = m.scale(logMean, -prime);
    return { loss, losses: m.add(m.scale(margin, 0), loss), ...rewards };
  },
  knob: 'epsilon',
  identities: [
    { kind: 'valueAtReference', value: () => Math.LN2 },
    { kind: 'monotoneInMargin', direction: 'decreasing' },
  ],
  trl: { none: 'TRL averages the pairs of a batch.' },
  learningRate: 3e-4,
};
