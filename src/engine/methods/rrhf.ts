import type { Expression, MathInterface } from '../math/types.ts';
import { firstPlaces } from './terms.ts';
import type { Members, MethodDefinition, ScoredSide } from './types.ts';

/**
 * RRHF: a ranking loss without margin on length-normalised log-probs, beside imitation of the best answer.
 *
 * Paper: Yuan et al. 2023, "RRHF: Rank Responses to Align Language Models with Human Feedback without tears", arXiv
 * 2304.05302, equations 2 to 4; `rrhf_weight` and `length_penalty` are the authors' code's.
 * Deviation: lengths are those of the answers. The authors' code divides by the width of the padded row, also in the
 * imitation term, so that its numbers depend on the longest row of the batch.
 * Deviation: the imitation term is per token of the best answer (the paper sums; the code averages over the row); of several
 * best answers it is averaged.
 */
export const rrhf: MethodDefinition = {
  id: 'rrhf',
  label: 'RRHF',
  idea: 'Puts the answers of a list in their order by log-prob per token, pushing only where the order is wrong, and imitates the best.',
  tags: { data: 'list-wise', framework: 'offline', constraint: 'reference-free', property: 'length' },
  formula: String.raw`\mathcal{L} = w \sum_{r_i > r_j} \max(0,\, s_j - s_i) - \bar\ell_{\text{best}},\quad s = \frac{\ell}{|y|^{p}}`,
  symbols: {
    s_i: 'score of answer i: its log-prob divided by a power of its length',
    r_i: 'its reward',
    '\\bar\\ell_{\\text{best}}': 'log-prob of the best answer per token',
    '|y|': 'length of an answer in tokens',
    w: 'weight of the ranking term',
    p: 'length penalty',
  },
  paper: {
    title: 'RRHF: Rank Responses to Align Language Models with Human Feedback without tears',
    authors: 'Yuan, Yuan, Tan, Wang, Huang, Huang',
    year: 2023,
    arxiv: '2304.05302',
  },
  hyperparameters: [
    {
      name: 'rrhf_weight',
      symbol: 'w',
      default: 1,
      min: 0.01,
      max: 100,
      scale: 'log',
      step: 0.1,
      meaning: 'Weight of the ranking term beside imitation.',
    },
    {
      name: 'length_penalty',
      symbol: 'p',
      default: 1,
      min: 0,
      max: 2,
      scale: 'linear',
      step: 0.05,
      meaning: 'Power of the length by which a log-prob is divided: 1 is the log-prob per token, 0 the sum.',
    },
  ],
  needs: { relation: 'list', references: [], reduction: 'mean', columns: ['value'] },
  compute(m, { chosen, rejected, members }, hyper) {
    const { side, list, each } = members;
    const penalty = hyper.length_penalty as number;
    const disorder = m.sumBy(inversions(m, members, penalty), list, each);
    const imitation = m.sumBy(m.mul(firstPlaces(m, members), m.neg(penalised(m, side, 1))), list, each);
    const losses = m.add(m.scale(disorder, hyper.rrhf_weight as number), imitation);
    return {
      loss: m.mean(losses),
      losses,
      chosenRewards: penalised(m, chosen, penalty),
      rejectedRewards: penalised(m, rejected, penalty),
    };
  },
  identities: [{ kind: 'monotoneInMargin', direction: 'decreasing' }],
  trl: { none: 'TRL has no trainer for ranked lists.' },
  learningRate: 3e-4,
};

/** ℓ / |y|^p; an empty answer scores 0. */
function penalised(m: MathInterface, side: ScoredSide, penalty: number): Expression {
  return m.mul(side.logps, m.exp(m.scale(m.log(m.maximum(side.lengths, 1)), -penalty)));
}

/** Each member's share: Σ over members of lower value of how far they score above it. */
function inversions(m: MathInterface, { side, first, second }: Members, penalty: number): Expression {
  const value = side.column('value');
  const scores = penalised(m, side, penalty);
  const gaps = m.sub(m.gather(value, first), m.gather(value, second)); // on comparisons
  const above = m.relu(m.sub(m.gather(scores, second), m.gather(scores, first)));
  return m.sumBy(m.select(gaps, above, 0), first, value);
}
