import { BETA } from './beta.ts';
import { logRatio } from './terms.ts';
import type { MethodDefinition } from './types.ts';

/**
 * Binary classifier optimisation: a classifier of good and bad answers whose logit is the implicit reward, shifted by the mean
 * of all rewards so far.
 *
 * Paper: Jung et al. 2024, "Binary Classifier Optimization for Large Language Model Alignment", arXiv 2404.04656: the
 * reward shift δ. As TRL computes it: δ is the mean over every reward seen in training, this batch's included, without a
 * gradient; each row weighs the same in δ and in the loss.
 * Deviation: the optional density-ratio weight of rejected rows (TRL's prompt embeddings, "underlying distribution
 * matching") is left out: chosen and rejected rows here answer the same prompts, and no embedding model is at hand.
 * Deviation: in an evaluation δ counts the held-out rows as well, and forgets them; TRL leaves them out.
 */
export const bco: MethodDefinition = {
  id: 'bco',
  label: 'BCO',
  idea: 'Classifies single answers as good or bad by their log-ratio to the reference, measured from the mean of all rewards so far.',
  tags: { data: 'point-wise', framework: 'offline', constraint: 'fixed-reference', property: 'general' },
  formula: String.raw`\mathcal{L} = \begin{cases} -\log\sigma(\beta u - \delta) & \text{chosen} \\ -\log\sigma(\delta - \beta v) & \text{rejected} \end{cases}`,
  symbols: {
    u: 'log-ratio of policy to reference on a chosen answer, summed over its tokens',
    v: 'the same on a rejected answer',
    '\\delta': 'mean reward of all answers seen so far, chosen and rejected',
    '\\beta': 'how strongly the reference holds the policy',
    '\\sigma': 'logistic function',
  },
  paper: {
    title: 'Binary Classifier Optimization for Large Language Model Alignment',
    authors: 'Jung, Han, Nam, On',
    year: 2024,
    arxiv: '2404.04656',
  },
  hyperparameters: [
    { ...BETA, meaning: 'Scale of the reward: how fast the classifier grows sure of an answer with its log-ratio.' },
  ],
  needs: { relation: 'unpaired', references: ['base'], reduction: 'sum' },
  // Log-ratios, not rewards: the mean follows a β that is changed during a run.
  state: { log_ratio_sum: 0, row_count: 0 },
  compute(m, { chosen, rejected, state }, hyper) {
    const beta = hyper.beta as number;
    const [u, v] = [logRatio(m, chosen), logRatio(m, rejected)];
    const [chosenRewards, rejectedRewards] = [m.scale(u, beta), m.scale(v, beta)];
    const sum = m.add(state('log_ratio_sum'), m.stopGradient(m.add(m.sum(u), m.sum(v))));
    const count = m.add(state('row_count'), m.add(m.count(u), m.count(v)));
    const shift = m.scale(m.div(sum, m.maximum(count, 1)), beta);
    const losses = m.concat(
      m.softplus(m.sub(shift, chosenRewards)), // −log σ(r − δ)
      m.softplus(m.sub(rejectedRewards, shift)),
    );
    return {
      loss: m.mean(losses),
      losses,
      chosenRewards,
      rejectedRewards,
      state: { log_ratio_sum: sum, row_count: count },
    };
  },
  identities: [
    { kind: 'valueAtReference', value: () => Math.LN2 },
    { kind: 'monotoneInMargin', direction: 'decreasing' },
  ],
  trl: { none: 'TRL’s BCOTrainer (trl.experimental.bco) had this loss; it was dropped after 1.13.' },
  learningRate: 3e-4,
};
