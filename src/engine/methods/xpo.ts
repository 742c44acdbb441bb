import { BETA } from './beta.ts';
import { logRatio } from './terms.ts';
import type { MethodDefinition } from './types.ts';

/**
 * XPO: online DPO on a pair of the policy's answer and the reference's, with a bonus for making the reference's answers less
 * likely: the policy explores what the reference would not say.
 *
 * Paper: Xie et al. 2024, "Exploratory Preference Optimization", arXiv 2405.21046, algorithm 1; as TRL's experimental
 * XPOTrainer: α times the summed log-prob of the reference's answer is added, whichever of the two the judge preferred.
 * The sign matters: minimising +α ℓ(ỹ) pushes the reference's answers down; the other sign would be imitation.
 * The bonus is unbounded below: keep α small.
 */
export const xpo: MethodDefinition = {
  id: 'xpo',
  label: 'XPO',
  idea: 'Online DPO between the policy’s answer and the reference’s, with a bonus for leaving what the reference would say.',
  tags: { data: 'samples', framework: 'online', constraint: 'fixed-reference', property: 'distribution' },
  formula: String.raw`\mathcal{L} = -\log\sigma\bigl(\beta\,(u - v)\bigr) + \alpha\,\ell(\tilde{y}),\quad \tilde{y} \sim \pi_{ref}`,
  symbols: {
    u: 'log-ratio of policy to reference on the preferred answer, summed over its tokens',
    v: 'the same on the other answer',
    '\\ell(\\tilde{y})': 'log-prob of the answer that the reference gave, summed over its tokens',
    '\\beta': 'how strongly the reference holds the policy',
    '\\alpha': 'weight of the bonus',
    '\\sigma': 'logistic function',
  },
  paper: {
    title: 'Exploratory Preference Optimization: Harnessing Implicit Q*-Approximation for Sample-Efficient RLHF',
    authors: 'Xie, Foster, Krishnamurthy, Rosset, Awadallah, Rakhlin',
    year: 2024,
    arxiv: '2405.21046',
  },
  hyperparameters: [
    BETA,
    {
      name: 'alpha',
      symbol: '\\alpha',
      default: 1e-4,
      min: 0,
      max: 0.01,
      scale: 'linear',
      step: 1e-4,
      meaning:
        'Weight of the bonus for making the reference’s answers less likely. It has no lower bound: keep it small.',
    },
    {
      name: 'loss_type',
      symbol: 'f',
      default: 0,
      min: 0,
      max: 1,
      scale: 'linear',
      step: 1,
      options: [
        { value: 0, label: 'sigmoid (DPO)' },
        { value: 1, label: 'ipo (on sums)' },
      ],
      meaning: 'Loss on the pair.',
    },
  ],
  needs: { relation: 'pair', references: ['base'], reduction: 'sum', columns: ['own'], sampling: true },
  compute(m, batch, hyper) {
    const { chosen, rejected } = batch;
    const beta = hyper.beta as number;
    const [u, v] = [logRatio(m, chosen), logRatio(m, rejected)];
    const preference =
      (hyper.loss_type as number) > 0
        ? m.square(m.sub(m.sub(u, v), 1 / (2 * beta)))
        : m.neg(m.logSigmoid(m.scale(m.sub(u, v), beta)));
    const ofReference = m.select(batch.pair('own'), rejected.logps, chosen.logps);
    const losses = m.add(preference, m.scale(ofReference, hyper.alpha as number));
    return { loss: m.mean(losses), losses, chosenRewards: m.scale(u, beta), rejectedRewards: m.scale(v, beta) };
  },
  identities: [
    { kind: 'equals', method: 'sigmoid', when: { alpha: 0, loss_type: 0 } },
    { kind: 'equals', method: 'ipo', when: { alpha: 0, loss_type: 1 }, otherwise: { ipo_average: 0 } },
    { kind: 'monotoneInMargin', direction: 'decreasing' },
  ],
  trl: { none: 'TRL’s XPOTrainer (trl.experimental.xpo) had this loss; it was dropped after 1.13.' },
  learningRate: 1e-4,
};
