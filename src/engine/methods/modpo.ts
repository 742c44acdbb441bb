import type { MathInterface } from '../math/types.ts';
import { BETA } from './beta.ts';
import { DPO_SYMBOLS, DPO_TAGS } from './dpoSymbols.ts';
import { logRatio } from './terms.ts';
import type { Hyperparameters, MethodDefinition, ScoredSide } from './types.ts';

/**
 * MODPO: pairs ordered by one objective, with another objective's reward taken into account, for a given weighting of the two.
 *
 * Paper: Zhou et al. 2023, "Beyond One-Preference-Fits-All Alignment: Multi-Objective Direct Preference Optimization",
 * arXiv 2310.03708, the MODPO loss (modpo_trainer.py) for two objectives; `w1` and 1 − w1 are the authors' `w`.
 * Log-probs are summed. Logged rewards are the scores that the loss compares, as in the authors' code.
 * The margin reward of the second objective is the world's own number, standardised; the authors train a reward for it.
 * Deviation: the paper's pairs are labelled by the first objective alone. Ours are labelled by the whole score; by default the
 * first attribute decides which answer of a pair counts as chosen (a tie keeps the label).
 */
export const modpo: MethodDefinition = {
  id: 'modpo',
  label: 'MODPO',
  idea: 'Trains for a weighted mixture of two objectives: pairs tell of the first, and the reward of the second is subtracted from what they must explain.',
  tags: { ...DPO_TAGS, framework: 'multi-objective' },
  formula: String.raw`\mathcal{L} = -\log\sigma\Bigl(\frac{1}{w_1}\bigl[\beta\,(u - v) - (1 - w_1)(r_w - r_l)\bigr]\Bigr)`,
  symbols: {
    ...DPO_SYMBOLS,
    w_1: 'weight of the first objective',
    r_w: 'second attribute of the chosen answer, standardised',
    r_l: 'the same of the rejected answer',
  },
  paper: {
    title: 'Beyond One-Preference-Fits-All Alignment: Multi-Objective Direct Preference Optimization',
    authors: 'Zhou, Liu, Shao, Yue, Yang, Ouyang, Qiao',
    year: 2023,
    arxiv: '2310.03708',
  },
  hyperparameters: [
    BETA,
    {
      name: 'w1',
      symbol: 'w_1',
      default: 0.5,
      min: 0.1,
      max: 1,
      scale: 'linear',
      step: 0.1,
      meaning: 'Weight of the first attribute; the second has the rest. One run gives one point of the trade-off.',
    },
    {
      name: 'relabel',
      symbol: 'o',
      default: 1,
      min: 0,
      max: 1,
      scale: 'linear',
      step: 1,
      meaning: 'Which order the pairs have: that of the first attribute, as in the paper, or that of their labels.',
      options: [
        { value: 1, label: 'first attribute' },
        { value: 0, label: 'label' },
      ],
    },
  ],
  needs: { relation: 'pair', references: ['base'], reduction: 'sum', columns: ['attribute1', 'attribute2'] },
  compute(m, { chosen, rejected }, hyper) {
    const [chosenRewards, rejectedRewards] = [firstReward(m, chosen, hyper), firstReward(m, rejected, hyper)];
    const margin = m.sub(chosenRewards, rejectedRewards);
    const wrong = m.sub(rejected.column('attribute1'), chosen.column('attribute1'));
    const ordered = hyper.relabel === 1 ? m.mul(margin, m.select(wrong, -1, 1)) : margin;
    const losses = m.neg(m.logSigmoid(ordered));
    return { loss: m.mean(losses), losses, chosenRewards, rejectedRewards };
  },
  knob: 'sharpness',
  identities: [
    { kind: 'equals', method: 'sigmoid', when: { w1: 1, relabel: 0 } },
    { kind: 'monotoneInMargin', direction: 'decreasing' },
  ],
  trl: { none: 'TRL has no multi-objective DPO; the authors’ MODPOTrainer is derived from its DPOTrainer.' },
  learningRate: 3e-4,
};

/** The reward of the first objective that the mixture implies. [B] */
function firstReward(m: MathInterface, side: ScoredSide, hyper: Hyperparameters) {
  const [beta, weight] = [hyper.beta as number, hyper.w1 as number];
  const mixture = m.scale(logRatio(m, side), beta);
  return m.scale(m.sub(mixture, m.scale(side.column('attribute2'), 1 - weight)), 1 / weight);
}
