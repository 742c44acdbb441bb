import type { Expression, MathInterface } from '../math/types.ts';
import { BETA, REWARD_TEMPERATURE } from './beta.ts';
import { firstPlaces, listLogSoftmax, logRatio } from './terms.ts';
import type { Hyperparameters, Members, MethodDefinition } from './types.ts';

/** The authors' log-probability of an answer that is not preferred. */
const UNLIKELY = -10;

/**
 * Efficient exact optimisation on lists: pull the policy's distribution over the answers of a list to that of their rewards, by
 * the divergence that seeks the best answers instead of covering all.
 *
 * Paper: Ji et al. 2024, "Towards Efficient Exact Optimization of Language Model Alignment", arXiv 2402.00856: the reverse
 * divergence KL(q ‖ p) over N answers. As the authors’ code (`loss.py`, exo-rw and exo-pref); its `beta_model` is our `beta`,
 * which multiplies the summed log-ratio, and its `beta` our `beta_r`, the temperature of the rewards.
 * As there, the preference target sets log p to 0 for the best answer and −10 for the other, without normalising. Deviation: in
 * lists of more than two answers all others get −10.
 */
export const exoRw: MethodDefinition = {
  id: 'exo_rw',
  label: 'EXO (lists)',
  idea: 'Pulls the policy’s distribution over a list of answers to that of their rewards, seeking the best rather than covering all.',
  tags: { data: 'list-wise', framework: 'offline', constraint: 'other-divergence', property: 'general' },
  formula: String.raw`\mathcal{L} = \sum_i q_i \log\frac{q_i}{p_i},\quad q = \mathrm{softmax}(\beta_\pi\,\rho),\quad p = \mathrm{softmax}(r / \beta_r)`,
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
  hyperparameters: [
    { ...BETA, symbol: '\\beta_\\pi' },
    REWARD_TEMPERATURE,
    {
      name: 'target',
      symbol: 't',
      default: 1,
      min: 0,
      max: 1,
      scale: 'linear',
      step: 1,
      meaning: 'Whether the target follows the rewards, or only which answer is best.',
      options: [
        { value: 1, label: 'rewards' },
        { value: 0, label: 'preference' },
      ],
    },
  ],
  needs: { relation: 'list', references: ['base'], reduction: 'sum', columns: ['value'] },
  compute(m, { chosen, rejected, members }, hyper) {
    const beta = hyper.beta as number;
    const logQ = listLogSoftmax(m, members, m.scale(logRatio(m, members.side), beta));
    const gaps = m.mul(m.exp(logQ), m.sub(logQ, logTarget(m, members, hyper)));
    const losses = m.sumBy(gaps, members.list, members.each);
    return {
      loss: m.mean(losses),
      losses,
      chosenRewards: m.scale(logRatio(m, chosen), beta),
      rejectedRewards: m.scale(logRatio(m, rejected), beta),
    };
  },
  identities: [],
  trl: { none: 'TRL has EXO for pairs alone (DPOTrainer, loss_type "exo_pair").' },
  learningRate: 3e-4,
};

function logTarget(m: MathInterface, members: Members, hyper: Hyperparameters): Expression {
  if (hyper.target === 1) {
    return listLogSoftmax(m, members, m.scale(members.side.column('value'), 1 / (hyper.beta_r as number)));
  }
  return m.select(firstPlaces(m, members), 0, UNLIKELY);
}
