import { LOG_RATIOS, SIGMA } from './pairSymbols.ts';
import { implicitRewards, logRatio, perToken } from './terms.ts';
import type { MethodDefinition } from './types.ts';

/**
 * Length-normalised DPO: the log-ratios are averaged over tokens before they are compared.
 *
 * Paper: Lambert et al. 2024, "Tülu 3", arXiv 2411.15124, equation 6; TRL's 'sigmoid_norm'.
 * No deviation. Logged rewards are β times the summed log-ratio, as TRL logs them, hence some twenty times what is compared.
 */
export const sigmoidNorm: MethodDefinition = {
  id: 'sigmoid_norm',
  label: 'DPO, length-normalised',
  idea: 'DPO on log-ratios per token, so that a long answer does not count for more than a short one.',
  tags: { data: 'pair-wise', framework: 'offline', constraint: 'fixed-reference', property: 'length' },
  formula: String.raw`\mathcal{L} = -\log\sigma\Bigl(\beta\,\Bigl(\frac{u}{|y_w|} - \frac{v}{|y_l|}\Bigr)\Bigr)`,
  symbols: {
    ...LOG_RATIOS,
    '|y_w|': 'tokens of the chosen answer (y_l: of the rejected one)',
    '\\beta': 'how strongly the reference holds the policy; it multiplies averages',
    ...SIGMA,
  },
  paper: {
    title: 'Tülu 3: Pushing Frontiers in Open Language Model Post-Training',
    authors: 'Lambert, Morrison, Pyatkin, Huang, Ivison et al.',
    year: 2024,
    arxiv: '2411.15124',
  },
  hyperparameters: [
    {
      name: 'beta',
      symbol: '\\beta',
      default: 2,
      min: 1,
      max: 10,
      scale: 'log',
      step: 0.05,
      meaning: 'Scale of the reward. It multiplies averages per token, hence is about twenty times that of DPO.',
    },
  ],
  needs: { relation: 'pair', references: ['base'], reduction: 'mean' },
  compute(m, { chosen, rejected }, hyper) {
    const beta = hyper.beta as number;
    const gap = m.sub(perToken(m, logRatio(m, chosen), chosen), perToken(m, logRatio(m, rejected), rejected));
    const losses = m.neg(m.logSigmoid(m.scale(gap, beta)));
    return { loss: m.mean(losses), losses, ...implicitRewards(m, { chosen, rejected }, beta) };
  },
  knob: 'kappa',
  identities: [
    { kind: 'valueAtReference', value: () => Math.LN2 },
    { kind: 'monotoneInMargin', direction: 'decreasing' },
  ],
  trl: { trainer: 'DPOTrainer', loss_type: 'sigmoid_norm' },
  learningRate: 3e-4,
};
