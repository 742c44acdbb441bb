import type { Expression, MathInterface } from '../math/types.ts';
import { BETA } from './beta.ts';
import { logRatio } from './terms.ts';
import type { MethodDefinition } from './types.ts';

/**
 * Noise contrastive alignment of rows with labels: a classifier tells the good answers from all answers, so each answer's own
 * log-ratio is learnt, not a difference of two.
 *
 * Paper: Chen et al. 2024, "Noise Contrastive Alignment of Language Models with Explicit Rewards", arXiv 2402.05369. For K
 * answers with rewards: −Σ_i [p_i log σ(r_i) + (1/K) log σ(−r_i)], p the softmax of the rewards; with one good and one bad
 * answer that is the pair form (TRL's `nca_pair`).
 * Deviation: answers need not share a prompt. The two sums become means, the first over the batch's chosen rows, the second
 * over all of its rows. With as many chosen as rejected rows the loss is that of the pair form, whichever rows are pairs.
 * A batch of rejected rows alone has the second mean only.
 */
export const ncaUnpaired: MethodDefinition = {
  id: 'nca_unpaired',
  label: 'NCA, unpaired',
  idea: 'Tells good answers from all answers by their log-ratio to the reference, so the good ones’ probability itself does not sink.',
  tags: { data: 'point-wise', framework: 'offline', constraint: 'fixed-reference', property: 'likelihood' },
  formula: String.raw`\mathcal{L} = -\operatorname*{mean}_{\text{chosen}}\,\log\sigma(\beta u) - \operatorname*{mean}_{\text{all}}\,\log\sigma(-\beta\rho)`,
  symbols: {
    u: 'log-ratio of policy to reference on a chosen answer, summed over its tokens',
    '\\rho': 'the same on any answer, chosen or rejected',
    '\\beta': 'how strongly the reference holds the policy',
    '\\sigma': 'logistic function',
  },
  paper: {
    title: 'Noise Contrastive Alignment of Language Models with Explicit Rewards',
    authors: 'Chen, He, Yuan, Cui, Su, Zhu',
    year: 2024,
    arxiv: '2402.05369',
  },
  reading:
    'Our reading for rows without a partner: the paper sums over the answers of one prompt; here the good and all rows of a batch are averaged instead. It equals the pair form where the two kinds are equally many.',
  hyperparameters: [BETA],
  needs: { relation: 'unpaired', references: ['base'], reduction: 'sum' },
  compute(m, { chosen, rejected }, hyper) {
    const beta = hyper.beta as number;
    const chosenRewards = m.scale(logRatio(m, chosen), beta);
    const rejectedRewards = m.scale(logRatio(m, rejected), beta);
    // Split over all rows so that their mean is the loss.
    const rows = m.add(m.count(chosenRewards), m.count(rejectedRewards));
    const share = m.div(rows, m.maximum(m.count(chosenRewards), 1));
    const losses = m.concat(
      m.add(m.mul(share, good(m, chosenRewards)), noise(m, chosenRewards)),
      noise(m, rejectedRewards),
    );
    return { loss: m.mean(losses), losses, chosenRewards, rejectedRewards };
  },
  // On as many chosen as rejected rows; raising a chosen answer raises the loss beyond σ(βu) = 2/3.
  identities: [{ kind: 'valueAtReference', value: () => 2 * Math.LN2 }],
  trl: { none: 'TRL has NCA for pairs alone (DPOTrainer, loss_type "nca_pair").' },
  learningRate: 3e-4,
};

/** −log σ(r) */
function good(m: MathInterface, reward: Expression): Expression {
  return m.softplus(m.neg(reward));
}

/** −log σ(−r) */
function noise(m: MathInterface, reward: Expression): Expression {
  return m.softplus(reward);
}
