import { BETA } from './beta.ts';
import { logRatio } from './terms.ts';
import type { MethodDefinition } from './types.ts';

/**
 * APO-zero on answers without a partner: the reference itself is the anchor, good answers rise above it, bad ones sink below.
 *
 * Paper: D'Oosterlinck et al. 2024, "Anchored Preference Optimization and Contrastive Revisions", arXiv 2408.06266 (the zero
 * variant, for pairs). Its form on single rows is TRL's `apo_zero_unpaired`: KTO's loss with the anchor K at 0.
 * Deviation: the weights of the two classes are TRL's KTOTrainer's; the paper has none.
 */
export const apoZeroUnpaired: MethodDefinition = {
  id: 'apo_zero_unpaired',
  label: 'APO-zero, unpaired',
  idea: 'Makes good answers likelier than under the reference and bad ones less likely, each by itself, and saturates both ways.',
  tags: { data: 'point-wise', framework: 'offline', constraint: 'fixed-reference', property: 'likelihood' },
  formula: String.raw`\mathcal{L} = \begin{cases} \lambda_D\,\bigl(1 - \sigma(\beta u)\bigr) & \text{chosen} \\ \lambda_U\,\sigma(\beta v) & \text{rejected} \end{cases}`,
  symbols: {
    u: 'log-ratio of policy to reference on a chosen answer, summed over its tokens',
    v: 'the same on a rejected answer',
    '\\beta': 'how strongly the reference holds the policy',
    '\\lambda_D': 'weight of chosen answers',
    '\\lambda_U': 'weight of rejected answers',
    '\\sigma': 'logistic function',
  },
  paper: {
    title: 'Anchored Preference Optimization and Contrastive Revisions: Addressing Underspecification in Alignment',
    authors: 'D’Oosterlinck, Xu, Develder, Demeester, Singh, Potts, Kiela, Mehri',
    year: 2024,
    arxiv: '2408.06266',
  },
  hyperparameters: [
    { ...BETA, meaning: 'How fast the value of an answer saturates with its log-ratio.' },
    {
      name: 'desirable_weight',
      symbol: '\\lambda_D',
      default: 1,
      min: 0.1,
      max: 5,
      scale: 'log',
      step: 0.05,
      meaning: 'Weight of chosen answers.',
    },
    {
      name: 'undesirable_weight',
      symbol: '\\lambda_U',
      default: 1,
      min: 0.1,
      max: 5,
      scale: 'log',
      step: 0.05,
      meaning: 'Weight of rejected answers.',
    },
  ],
  needs: { relation: 'unpaired', references: ['base'], reduction: 'sum' },
  compute(m, { chosen, rejected }, hyper) {
    const beta = hyper.beta as number;
    const chosenRewards = m.scale(logRatio(m, chosen), beta);
    const rejectedRewards = m.scale(logRatio(m, rejected), beta);
    // 1 − σ(z) = σ(−z)
    const losses = m.concat(
      m.scale(m.sigmoid(m.neg(chosenRewards)), hyper.desirable_weight as number),
      m.scale(m.sigmoid(rejectedRewards), hyper.undesirable_weight as number),
    );
    return { loss: m.mean(losses), losses, chosenRewards, rejectedRewards };
  },
  identities: [
    {
      kind: 'valueAtReference',
      value: ({ desirable_weight = Number.NaN, undesirable_weight = Number.NaN }) =>
        (desirable_weight + undesirable_weight) / 4,
    },
    { kind: 'monotoneInMargin', direction: 'decreasing' },
  ],
  trl: { trainer: 'KTOTrainer', loss_type: 'apo_zero_unpaired' },
  learningRate: 3e-4,
};
