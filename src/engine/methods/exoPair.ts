import { BETA } from './beta.ts';
import { LOG_RATIOS, SIGMA } from './pairSymbols.ts';
import { implicitRewards } from './terms.ts';
import type { MethodDefinition } from './types.ts';

/**
 * EXO on pairs: the reverse KL from the policy's own preference to the labels, so that it seeks their mode.
 *
 * Paper: Ji et al. 2024, "Towards Efficient Exact Optimization of Language Model Alignment", arXiv 2402.00856, equation 16
 * (EXO-pref, K = 2). No deviation. ε = 0 is infinite and not allowed: TRL up to 0.28 replaced it by 0.001.
 */
export const exoPair: MethodDefinition = {
  id: 'exo_pair',
  label: 'EXO',
  idea: 'Draws the policy’s own preference to the label in reverse KL: hard on what it wrongly prefers, and back from beyond 1 − ε.',
  tags: { data: 'pair-wise', framework: 'offline', constraint: 'other-divergence', property: 'general' },
  formula: String.raw`\mathcal{L} = q\log\frac{q}{1-\varepsilon} + (1-q)\log\frac{1-q}{\varepsilon},\quad q = \sigma\bigl(\beta\,(u - v)\bigr)`,
  symbols: {
    q: 'the policy’s own probability that the chosen answer is the better one',
    ...LOG_RATIOS,
    '\\beta': 'how strongly the reference holds the policy',
    '\\varepsilon': 'probability left to the rejected answer',
    ...SIGMA,
  },
  paper: {
    title: 'Towards Efficient Exact Optimization of Language Model Alignment',
    authors: 'Ji, Lu, Niu, Ke, Wang, Zhu, Tang, Huang',
    year: 2024,
    arxiv: '2402.00856',
  },
  hyperparameters: [
    BETA,
    {
      name: 'label_smoothing',
      symbol: '\\varepsilon',
      default: 1e-3,
      min: 1e-3,
      max: 0.5,
      scale: 'log',
      step: 0.05,
      meaning:
        'Probability left to the rejected answer. The margin is drawn to log((1 − ε)/ε)/β nats: 69 at 0.001 and β = 0.1.',
    },
  ],
  needs: { relation: 'pair', references: ['base'], reduction: 'sum' },
  compute(m, batch, hyper) {
    const epsilon = hyper.label_smoothing as number;
    const rewards = implicitRewards(m, batch, hyper.beta as number);
    const z = m.sub(rewards.chosenRewards, rewards.rejectedRewards);
    const divergence = (margin: typeof z, target: number) =>
      m.mul(m.sigmoid(margin), m.sub(m.logSigmoid(margin), Math.log(target)));
    const losses = m.add(divergence(z, 1 - epsilon), divergence(m.neg(z), epsilon));
    return { loss: m.mean(losses), losses, ...rewards };
  },
  identities: [
    {
      kind: 'valueAtReference',
      value: ({ label_smoothing = Number.NaN }) => -Math.LN2 - Math.log(label_smoothing * (1 - label_smoothing)) / 2,
    },
  ],
  trl: { trainer: 'DPOTrainer', loss_type: 'exo_pair' },
  learningRate: 3e-4,
};
