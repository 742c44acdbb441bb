import { BETA } from './beta.ts';
import { DPO_TAGS } from './dpoSymbols.ts';
import { comparedRewards } from './terms.ts';
import type { MethodDefinition } from './types.ts';

/**
 * DPO with part of the reference taken away: where the reference ranks a pair wrongly, less of that has to be undone.
 *
 * Paper: Chen et al. 2024, "Preference Learning Algorithms Do Not Learn Preference Rankings", arXiv 2405.19534, the loss
 * between reference-free and DPO, up to its parameters. κ = 0 is the original DPO code's `reference_free`.
 * κ is named `reference_weight`: in links `kappa` is the world's length bias.
 * Log-probs are summed. Logged rewards subtract the whole reference, as that code does. No other deviation is known.
 */
export const rankAttenuated: MethodDefinition = {
  id: 'rank_attenuated',
  label: 'DPO, part reference',
  idea: 'DPO that subtracts only a share κ of the reference, so that a wrong ranking under the reference is easier to turn round.',
  tags: { ...DPO_TAGS, property: 'alignment' },
  formula: String.raw`\mathcal{L} = -\log\sigma\Bigl(\beta\,\bigl[\ell_w - \ell_l - \kappa\,(\ell^{\mathrm{ref}}_w - \ell^{\mathrm{ref}}_l)\bigr]\Bigr)`,
  symbols: {
    '\\ell_w': 'log-prob of the chosen answer, summed over its tokens',
    '\\ell_l': 'the same of the rejected answer',
    '\\ell^{\\mathrm{ref}}_w': 'log-prob of the chosen answer under the reference',
    '\\ell^{\\mathrm{ref}}_l': 'the same of the rejected answer',
    '\\kappa': 'share of the reference that is subtracted',
    '\\beta': 'scale of the reward',
    '\\sigma': 'logistic function',
  },
  paper: {
    title: 'Preference Learning Algorithms Do Not Learn Preference Rankings',
    authors: 'Chen, Malladi, Zhang, Chen, Zhang, Ranganath, Cho',
    year: 2024,
    arxiv: '2405.19534',
  },
  reading:
    'Our reading of the interpolation between DPO and a reference-free loss rests on the paper’s definitions; its own parameters may differ.',
  hyperparameters: [
    BETA,
    {
      name: 'reference_weight',
      symbol: '\\kappa',
      default: 0.5,
      min: 0,
      max: 1,
      scale: 'linear',
      step: 0.05,
      meaning: 'Share of the reference that is subtracted. 1 is DPO, 0 uses no reference.',
    },
  ],
  needs: { relation: 'pair', references: ['base'], reduction: 'sum' },
  compute(m, batch, hyper) {
    const [beta, kappa] = [hyper.beta as number, hyper.reference_weight as number];
    const { chosen, rejected } = batch;
    const { margin, ...rewards } = comparedRewards(m, batch, beta);
    const handicap = m.scale(m.sub(chosen.refLogps, rejected.refLogps), beta * (1 - kappa));
    const losses = m.neg(m.logSigmoid(m.add(margin, handicap)));
    return { loss: m.mean(losses), losses, ...rewards };
  },
  identities: [
    { kind: 'equals', method: 'sigmoid', when: { reference_weight: 1 } },
    { kind: 'equals', method: 'reference_free', when: { reference_weight: 0 } },
    { kind: 'monotoneInMargin', direction: 'decreasing' },
  ],
  trl: { none: 'TRL subtracts the whole reference or, in CPOTrainer, none.' },
  learningRate: 3e-4,
};
