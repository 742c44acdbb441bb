import type { Expression, MathInterface } from '../math/types.ts';
import { BETA } from './beta.ts';
import { logRatio } from './terms.ts';
import type { Members, MethodDefinition } from './types.ts';

/**
 * Tree preference optimisation: learn the order of a whole list, each pair weighted by what swapping its two answers would
 * cost the ranking.
 *
 * Paper: Liao, Chu, Wang 2024, "TPO: Aligning Large Language Models with Multi-branch & Multi-step Preference Trees", arXiv
 * 2410.12854; its ranking loss is of the LambdaLoss family (gain times discount, as in NDCG). Each pair counts once, without
 * normalisation; ranks follow the policy's current rewards and, like the weights, get no gradient. Equal rewards rank in the
 * list's order: at the reference all are equal, and equal ranks would weigh nothing.
 * Deviation: no adaptive step reward. It weighs steps by the cosine of hidden states, which an objective does not see here:
 * the reward is that of the whole answer (`step_weight` none).
 */
export const tpoTree: MethodDefinition = {
  id: 'tpo_tree',
  label: 'TPO (tree)',
  idea: 'Learns the order of a whole list of answers at once, with most weight on pairs whose swap would hurt the ranking most.',
  tags: { data: 'ranked lists', framework: 'offline', constraint: 'reference policy', property: 'summed log-ratio' },
  formula: String.raw`\mathcal{L} = -\sum_{v_i > v_j} \bigl|2^{v_i} - 2^{v_j}\bigr|\,\Bigl|\frac{1}{\log_2(1 + \tau_i)} - \frac{1}{\log_2(1 + \tau_j)}\Bigr|\,\log\sigma(r_i - r_j)`,
  symbols: {
    r_i: 'β times the log-ratio of policy to reference on answer i, summed over its tokens',
    v_i: 'its value in the list',
    '\\tau_i': 'its rank by the current rewards, from 1',
    '\\beta': 'how strongly the reference holds the policy',
    '\\sigma': 'logistic function',
  },
  paper: {
    title: 'TPO: Aligning Large Language Models with Multi-branch & Multi-step Preference Trees',
    authors: 'Liao, Chu, Wang',
    year: 2024,
    arxiv: '2410.12854',
  },
  reading:
    'Our reading: the ranking loss follows the LambdaLoss weights the paper names, without its step weights; the authors’ public code uses an unweighted loss instead.',
  hyperparameters: [BETA],
  needs: { relation: 'list', references: ['base'], reduction: 'sum', columns: ['value'] },
  compute(m, { chosen, rejected, members }, hyper) {
    const { side, list, each, first, second } = members;
    const beta = hyper.beta as number;
    const rewards = m.scale(logRatio(m, side), beta);
    const lead = m.sub(m.gather(rewards, first), m.gather(rewards, second)); // on comparisons
    const weighted = m.mul(swapCosts(m, members, lead), m.softplus(m.neg(lead)));
    const losses = m.sumBy(m.sumBy(weighted, first, rewards), list, each);
    return {
      loss: m.mean(losses),
      losses,
      chosenRewards: m.scale(logRatio(m, chosen), beta),
      rejectedRewards: m.scale(logRatio(m, rejected), beta),
    };
  },
  identities: [{ kind: 'monotoneInMargin', direction: 'decreasing' }],
  trl: { none: 'TRL’s TPOTrainer is triple preference optimisation, another method.' },
  learningRate: 3e-4,
};

/** λ of each comparison where the first has the higher value, else 0. Detached. */
function swapCosts(m: MathInterface, { side, first, second }: Members, lead: Expression): Expression {
  const value = side.column('value');
  const gain = m.exp(m.scale(value, Math.LN2)); // 2^v
  const gains = m.sub(m.gather(gain, first), m.gather(gain, second));
  // The second is ahead of the first: it has more reward, or as much and an earlier place.
  const earlier = m.select(m.sub(first, second), 1, 0);
  const ahead = m.select(m.neg(lead), 1, m.select(lead, 0, earlier));
  const rank = m.add(m.sumBy(ahead, first, value), 1);
  const discount = m.div(Math.LN2, m.log(m.add(rank, 1))); // 1 / log₂(1 + rank)
  const discounts = m.abs(m.sub(m.gather(discount, first), m.gather(discount, second)));
  return m.stopGradient(m.mul(m.relu(gains), discounts));
}
