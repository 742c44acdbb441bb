import { BETA } from './beta.ts';
import { logRatio } from './terms.ts';
import type { MethodDefinition } from './types.ts';

/**
 * Value-incentivised preference optimisation: DPO whose reward model is drawn to low or to high value of its own optimal policy,
 * for caution on given data or curiosity on new data.
 *
 * Paper: Cen et al. 2024, "Value-Incentivized Preference Optimization: A Unified Approach to Online and Offline RLHF", arXiv
 * 2405.19320. With rewards calibrated to mean 0 under a fixed distribution π_cal, the optimal value is −β times the mean
 * log-ratio under π_cal; α weighs it, its sign is `value_sign`: −1 pessimism (offline), +1 optimism (online).
 * Deviation: π_cal is the chosen answers of the batch, whatever the sign; pessimism is then DPO and imitation, close to
 * RPO. Optimism is unbounded below: it lowers the chosen answers' probability for ever, if slowly.
 */
export const vpo: MethodDefinition = {
  id: 'vpo',
  label: 'VPO',
  idea: 'DPO that leans on what it has seen: it raises the chosen answers a little for caution, or lowers them for curiosity.',
  tags: { data: 'pair-wise', framework: 'offline', constraint: 'fixed-reference', property: 'distribution' },
  formula: String.raw`\mathcal{L} = -\log\sigma\bigl(\beta\,(u - v)\bigr) + s\,\alpha\,\beta\,u`,
  symbols: {
    u: 'log-ratio of policy to reference on the chosen answer, summed over its tokens',
    v: 'the same on the rejected answer',
    '\\beta': 'how strongly the reference holds the policy',
    '\\alpha': 'weight of the value term',
    s: 'sign: −1 for caution, +1 for curiosity',
    '\\sigma': 'logistic function',
  },
  paper: {
    title: 'Value-Incentivized Preference Optimization: A Unified Approach to Online and Offline RLHF',
    authors: 'Cen, Mei, Goshvadi, Dai, Yang, Yang, Schuurmans, Chi, Dai',
    year: 2024,
    arxiv: '2405.19320',
  },
  reading:
    'Our reading of the abstract and of reviews: the value term follows from the calibration by algebra; the paper’s own choice of calibration answers and of α was not read.',
  hyperparameters: [
    BETA,
    {
      name: 'alpha',
      symbol: '\\alpha',
      default: 0.01,
      min: 1e-4,
      max: 0.1,
      scale: 'log',
      step: 0.1,
      meaning: 'Weight of the value term. Keep it small with optimism, which has no lower bound.',
    },
    {
      name: 'value_sign',
      symbol: 's',
      default: -1,
      min: -1,
      max: 1,
      scale: 'linear',
      step: 2,
      meaning: 'Caution keeps the chosen answers likely, for data collected before; curiosity makes room for others.',
      options: [
        { value: -1, label: 'caution (offline)' },
        { value: 1, label: 'curiosity (online)' },
      ],
    },
  ],
  needs: { relation: 'pair', references: ['base'], reduction: 'sum' },
  compute(m, { chosen, rejected }, hyper) {
    const beta = hyper.beta as number;
    const chosenRewards = m.scale(logRatio(m, chosen), beta);
    const rejectedRewards = m.scale(logRatio(m, rejected), beta);
    const preference = m.neg(m.logSigmoid(m.sub(chosenRewards, rejectedRewards)));
    const weight = (hyper.value_sign as number) * (hyper.alpha as number);
    const losses = m.add(preference, m.scale(chosenRewards, weight));
    return { loss: m.mean(losses), losses, chosenRewards, rejectedRewards };
  },
  identities: [
    { kind: 'equals', method: 'sigmoid', when: { alpha: 0 } },
    { kind: 'valueAtReference', value: () => Math.LN2 },
    { kind: 'monotoneInMargin', direction: 'decreasing' },
  ],
  trl: { none: 'TRL has no such loss. Its XPOTrainer, dropped after 1.13, was the online relative.' },
  learningRate: 3e-4,
};
