import { BETA, REWARD_TEMPERATURE } from './beta.ts';
import { listLogSoftmax, logRatio } from './terms.ts';
import type { MethodDefinition } from './types.ts';

/**
 * Reward-weighted DPO on lists: the policy's distribution over the answers of a list learns that of their rewards by
 * cross-entropy.
 *
 * Paper: Ji et al. 2024, "Towards Efficient Exact Optimization of Language Model Alignment", arXiv 2402.00856: DPO over N answers
 * with rewards, the forward divergence KL(p ‖ q) beside the entropy of p. As the authors’ code (`loss.py`, dpo-rw); its
 * `beta_model` is our `beta`, which multiplies the summed log-ratio, and its `beta` our `beta_r`.
 * For two answers and a reward temperature near 0 it is DPO. No deviation.
 */
export const dpoRw: MethodDefinition = {
  id: 'dpo_rw',
  label: 'DPO (lists)',
  idea: 'DPO on whole lists: the policy’s distribution over the answers learns that of their rewards, covering all of them.',
  tags: { data: 'list-wise', framework: 'offline', constraint: 'fixed-reference', property: 'general' },
  formula: String.raw`\mathcal{L} = -\sum_i p_i \log q_i,\quad q = \mathrm{softmax}(\beta_\pi\,\rho),\quad p = \mathrm{softmax}(r / \beta_r)`,
  symbols: {
    '\\rho': 'log-ratio of policy to reference on each answer of a list, summed over its tokens',
    r: 'their rewards',
    '\\beta_\\pi': 'how strongly the reference holds the policy',
    '\\beta_r': 'temperature of the rewards',
  },
  paper: {
    title: 'Towards Efficient Exact Optimization of Language Model Alignment',
    authors: 'Ji, Lu, Niu, Ke, Wang, Zhu, Tang, Huang',
    year: 2024,
    arxiv: '2402.00856',
  },
  hyperparameters: [{ ...BETA, symbol: '\\beta_\\pi' }, REWARD_TEMPERATURE],
  needs: { relation: 'list', references: ['base'], reduction: 'sum', columns: ['value'] },
  compute(m, { chosen, rejected, members }, hyper) {
    const beta = hyper.beta as number;
    const logQ = listLogSoftmax(m, members, m.scale(logRatio(m, members.side), beta));
    const target = listLogSoftmax(m, members, m.scale(members.side.column('value'), 1 / (hyper.beta_r as number)));
    const losses = m.neg(m.sumBy(m.mul(m.exp(target), logQ), members.list, members.each));
    return {
      loss: m.mean(losses),
      losses,
      chosenRewards: m.scale(logRatio(m, chosen), beta),
      rejectedRewards: m.scale(logRatio(m, rejected), beta),
    };
  },
  identities: [],
  trl: { none: 'TRL has no trainer for ranked lists.' },
  learningRate: 3e-4,
};
