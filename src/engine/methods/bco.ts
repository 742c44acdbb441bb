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
  tags: { data: 'unpaired', framework: 'offline', constraint: 'reference policy', property: 'summed log-ratio' },
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
  state: { reward_sum: 0, reward_count: 0 },
  compute(m, { chosen, rejected, state }, hyper) {
    const beta = hyper.beta as number;
    const chosenRewards = m.scale(logRatio(m, chosen), beta);
    const rejectedRewards = m.scale(logRatio(m, rejected), beta);
    const batchSum = m.stopGradient(m.add(m.sum(chosenRewards), m.sum(rejectedRewards)));
    const sum = m.add(state('reward_sum'), batchSum);
    const count = m.add(state('reward_count'), m.add(m.count(chosenRewards), m.count(rejectedRewards)));
    const shift = m.div(sum, m.maximum(count, 1));
    const losses = m.concat(
      m.softplus(m.sub(shift, chosenRewards)), // −log σ(r − δ)
      m.softplus(m.sub(rejectedRewards, shift)),
    );
    return {
      loss: m.mean(losses),
      losses,
      chosenRewards,
      rejectedRewards,
      state: { reward_sum: sum, reward_count: count },
    };
  },
  identities: [
    { kind: 'valueAtReference', value: () => Math.LN2 },
    { kind: 'monotoneInMargin', direction: 'decreasing' },
  ],
  trl: { trainer: 'BCOTrainer', loss_type: 'bco', note: 'The trainer has one loss; leave its prompt embeddings off.' },
  learningRate: 3e-4,
};
