import type { Expression, MathInterface } from '../math/types.ts';
import { firstPlaces, perToken } from './terms.ts';
import type { Members, MethodDefinition } from './types.ts';

/** Stands for minus infinity in an exponent, and is finite in float32. */
const NEVER = -1e30;

/**
 * Preference ranking optimisation: each answer of a ranking competes with all that rank below it, the closer in reward the more
 * softly.
 *
 * Paper: Song et al. 2023, "Preference Ranking Optimization for Human Alignment", arXiv 2306.17492, with the reward gaps
 * T as temperatures, as in the authors' code (`process_manager.py`). Scores are log-probs per token, without a reference; the
 * likelihood of the best answer is summed over its tokens and weighs λ (n − 1)².
 * Deviation: rivals have a lower value, not merely a later place: answers of equal value do not compete, where the code would
 * give them a temperature of 0. The likelihood of several best answers is averaged.
 * Deviation: no 1e-10 inside the logarithm; the sum is formed from its largest term instead.
 */
export const proRank: MethodDefinition = {
  id: 'pro_rank',
  label: 'PRO',
  idea: 'Lets each answer of a ranking compete with all that rank below it, most sharply where rewards are far apart, and imitates the best.',
  tags: { data: 'list-wise', framework: 'offline', constraint: 'reference-free', property: 'general' },
  formula: String.raw`\mathcal{L} = -\sum_{k<n} \log\frac{e^{s_k T_k^{+}}}{e^{s_k T_k^{+}} + \sum_{j>k} e^{s_j T_k^j}} - \lambda\,(n-1)^2\,\ell_1,\quad T_k^j = r_k - r_j`,
  symbols: {
    s_k: 'log-prob per token of the answer in place k of n',
    r_k: 'its reward',
    'T_k^j': 'how much better place k is than place j: the temperature of their comparison',
    'T_k^{+}': 'the largest of these: the lead over the worst answer',
    '\\ell_1': 'log-prob of the best answer, summed over its tokens',
    '\\lambda': 'weight of imitation',
  },
  paper: {
    title: 'Preference Ranking Optimization for Human Alignment',
    authors: 'Song, Yu, Li, Yu, Huang, Li, Wang',
    year: 2023,
    arxiv: '2306.17492',
  },
  hyperparameters: [
    {
      name: 'sft_weight',
      symbol: '\\lambda',
      default: 0.05,
      min: 0,
      max: 1,
      scale: 'linear',
      step: 0.01,
      meaning: 'Weight of imitating the best answer; (n − 1)² times as much in lists of n, 9 times for four answers.',
    },
  ],
  needs: { relation: 'list', references: [], reduction: 'mean', columns: ['value'] },
  compute(m, { chosen, rejected, members }, hyper) {
    const { side, list, each } = members;
    const size = m.sumBy(m.add(m.scale(list, 0), 1), list, each);
    const best = m.sumBy(m.mul(firstPlaces(m, members), side.logps), list, each);
    const imitation = m.mul(m.neg(best), m.scale(m.square(m.sub(size, 1)), hyper.sft_weight as number));
    const losses = m.add(m.sumBy(placeLosses(m, members), list, each), imitation);
    return {
      loss: m.mean(losses),
      losses,
      chosenRewards: perToken(m, chosen.logps, chosen),
      rejectedRewards: perToken(m, rejected.logps, rejected),
    };
  },
  identities: [{ kind: 'monotoneInMargin', direction: 'decreasing' }],
  trl: { none: 'TRL has no trainer for ranked lists.' },
  learningRate: 3e-4,
};

/** −log of the share of each member among itself and all members of lower value; 0 for those with none below. */
function placeLosses(m: MathInterface, { side, first, second }: Members): Expression {
  const value = side.column('value');
  const scores = perToken(m, side.logps, side);
  const gaps = m.sub(m.gather(value, first), m.gather(value, second)); // on comparisons
  const own = m.mul(scores, m.maxBy(m.relu(gaps), first, value)); // s_k T⁺
  const rivals = m.select(gaps, m.mul(m.gather(scores, second), gaps), NEVER);
  const largest = m.stopGradient(m.maximum(own, m.maxBy(rivals, first, value)));
  const others = m.sumBy(m.exp(m.sub(rivals, m.gather(largest, first))), first, value);
  const total = m.add(m.exp(m.sub(own, largest)), others);
  return m.sub(m.add(largest, m.log(total)), own);
}
