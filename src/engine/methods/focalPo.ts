import { BETA } from './beta.ts';
import { DPO_SYMBOLS, DPO_TAGS } from './dpoSymbols.ts';
import { comparedRewards } from './terms.ts';
import type { MethodDefinition } from './types.ts';

/**
 * FocalPO: DPO with less weight on pairs that the policy ranks wrongly.
 *
 * Paper: Liu et al. 2025, "FocalPO: Enhancing Preference Optimizing by Focusing on Correct Preference Rankings",
 * arXiv 2501.06645.
 * The factor σ(z)^γ carries a gradient. Log-probs are summed. The loss rises with the margin where −log σ(z) exceeds 1/γ: pairs
 * that are hopelessly wrong are given up. No known deviation.
 */
export const focalPo: MethodDefinition = {
  id: 'focal_po',
  label: 'FocalPO',
  idea: 'DPO with less weight on pairs the policy still ranks wrongly: it strengthens what is right rather than chase what is not.',
  tags: { ...DPO_TAGS, property: 'alignment' },
  formula: String.raw`\mathcal{L} = -\sigma(z)^{\gamma}\,\log\sigma(z),\quad z = \beta\,(u - v)`,
  symbols: { ...DPO_SYMBOLS, '\\gamma': 'how much less wrongly ranked pairs count' },
  paper: {
    title: 'FocalPO: Enhancing Preference Optimizing by Focusing on Correct Preference Rankings',
    authors: 'Liu, Yu, Zhou, Gu, Tresp',
    year: 2025,
    arxiv: '2501.06645',
  },
  reading:
    'Our reading rests on the paper’s abstract and on a derivation from its focal weight; the authors’ code was not read.',
  hyperparameters: [
    BETA,
    {
      name: 'gamma',
      symbol: '\\gamma',
      default: 0.05,
      min: 0,
      max: 1,
      scale: 'linear',
      step: 0.01,
      meaning: 'How much less wrongly ranked pairs count. 0 is DPO; the paper keeps 0.05.',
    },
  ],
  needs: { relation: 'pair', references: ['base'], reduction: 'sum' },
  compute(m, batch, hyper) {
    const { margin, ...rewards } = comparedRewards(m, batch, hyper.beta as number);
    const logProbability = m.logSigmoid(margin);
    const losses = m.neg(m.mul(m.exp(m.scale(logProbability, hyper.gamma as number)), logProbability));
    return { loss: m.mean(losses), losses, ...rewards };
  },
  identities: [
    { kind: 'equals', method: 'sigmoid', when: { gamma: 0 } },
    { kind: 'valueAtReference', value: ({ gamma = Number.NaN }) => Math.LN2 * 2 ** -gamma },
  ],
  trl: { none: 'TRL has no focal weight.' },
  learningRate: 3e-4,
};
