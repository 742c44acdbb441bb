import { BETA } from './beta.ts';
import { completionNll, logRatio } from './terms.ts';
import type { MethodDefinition } from './types.ts';

/**
 * Regularised preference optimisation: DPO plus a share of plain imitation of the chosen answer, against over-optimisation.
 *
 * Paper: Liu et al. 2024, "Provably Mitigating Overoptimization in RLHF: Your SFT Loss is Implicitly an Adversarial
 * Regularizer", arXiv 2405.16436, algorithm 2 with the chosen answers as baseline policy.
 * Deviation: the likelihood term is averaged over all chosen completion tokens of the batch, as in TRL; the paper sums per
 * answer, hence its far smaller weight (η = 0.005).
 */
export const rpo: MethodDefinition = {
  id: 'rpo',
  label: 'RPO',
  idea: 'DPO plus a share of plain imitation of the chosen answer, so that its probability does not sink while margins grow.',
  tags: { data: 'pair-wise', framework: 'offline', constraint: 'fixed-reference', property: 'distribution' },
  formula: String.raw`\mathcal{L} = -\log\sigma\bigl(\beta\,(u - v)\bigr) - \eta\,\bar\ell_w`,
  symbols: {
    u: 'log-ratio of policy to reference on the chosen answer, summed over its tokens',
    v: 'the same on the rejected answer',
    '\\bar\\ell_w': 'log-prob of the chosen answers per token',
    '\\beta': 'how strongly the reference holds the policy',
    '\\eta': 'weight of the imitation term',
    '\\sigma': 'logistic function',
  },
  paper: {
    title: 'Provably Mitigating Overoptimization in RLHF: Your SFT Loss is Implicitly an Adversarial Regularizer',
    authors: 'Liu, Lu, Zhang, Liu, Guo, Yang, Blanchet, Wang',
    year: 2024,
    arxiv: '2405.16436',
  },
  hyperparameters: [
    BETA,
    {
      name: 'rpo_alpha',
      symbol: '\\eta',
      default: 0.05,
      min: 0.001,
      max: 1,
      scale: 'log',
      step: 0.05,
      meaning: 'Weight of the negative log-likelihood of the chosen answers, averaged over tokens.',
    },
  ],
  needs: { relation: 'pair', references: ['base'], reduction: 'sum' },
  compute(m, { chosen, rejected }, hyper) {
    const beta = hyper.beta as number;
    const chosenRewards = m.scale(logRatio(m, chosen), beta);
    const rejectedRewards = m.scale(logRatio(m, rejected), beta);
    const preference = m.neg(m.logSigmoid(m.sub(chosenRewards, rejectedRewards)));
    const losses = m.add(preference, m.scale(completionNll(m, chosen), hyper.rpo_alpha as number));
    return { loss: m.mean(losses), losses, chosenRewards, rejectedRewards };
  },
  identities: [
    { kind: 'equals', method: 'sigmoid', when: { rpo_alpha: 0 } },
    { kind: 'monotoneInMargin', direction: 'decreasing' },
  ],
  trl: {
    trainer: 'DPOTrainer',
    loss_type: 'sigmoid',
    note:
      'rpo_alpha up to TRL 0.28; since then the loss "sft" with that weight. Both average the likelihood term over all ' +
      'chosen tokens of a pass, not over answers.',
    arguments: ({ beta = Number.NaN, rpo_alpha = Number.NaN }) => ({
      loss_type: ['sigmoid', 'sft'],
      loss_weights: [1, rpo_alpha],
      beta,
    }),
  },
  learningRate: 3e-4,
};
