import type { Expression, MathInterface } from '../math/types.ts';
import { BETA } from './beta.ts';
import { DPO_SYMBOLS, DPO_TAGS } from './dpoSymbols.ts';
import { comparedRewards } from './terms.ts';
import type { MethodDefinition } from './types.ts';

/** How much of the running statistics a step keeps, as in the authors' code. */
const KEEP = 0.9;

/**
 * β-DPO: β follows the batch. Pairs that lie further apart than usual get a larger β, unusual pairs are left out.
 *
 * Paper: Wu et al. 2024, "β-DPO: Direct Preference Optimization with Dynamic β", arXiv 2407.08639; the
 * running mean, the floor and the order of the two updates from the authors' trainers.py.
 * The gap is u − v. Its running mean M₀ and spread take this batch in before they are used; β_b and the choice of pairs get no
 * gradient. Logged rewards use the base β.
 * Deviation: the spread has a floor of 1e-6 (the first batch has none: the authors' division is 0/0 there) and is 0 for a batch
 * of one; at least one pair is kept. Pairs are drawn without replacement as in the authors' code, by Gumbel keys of the
 * weights' logarithms (Efraimidis and Spirakis 2006).
 */
export const betaDpo: MethodDefinition = {
  id: 'beta_dpo',
  label: 'β-DPO',
  idea: 'Sets β anew for every batch: larger where its pairs lie further apart than usual, and leaves out pairs that are unusual.',
  tags: { ...DPO_TAGS, data: 'distinguishability' },
  formula: String.raw`\mathcal{L} = -\log\sigma\bigl(\beta_b\,(u - v)\bigr),\quad \beta_b = \max\bigl(10^{-3},\; \beta\,[1 + a\,(\overline{u - v} - M_0)]\bigr)`,
  symbols: {
    ...DPO_SYMBOLS,
    '\\beta': 'base strength of the reference',
    '\\beta_b': 'strength for this batch',
    '\\overline{u - v}': 'mean gap of the pairs kept in this batch',
    M_0: 'running mean of the gap',
    a: 'how far β follows the batch',
    d: 'share of pairs left out',
  },
  paper: {
    title: 'β-DPO: Direct Preference Optimization with Dynamic β',
    authors: 'Wu, Xie, Yang, Wu, Gao, Ding, Wang, He',
    year: 2024,
    arxiv: '2407.08639',
  },
  hyperparameters: [
    { ...BETA, meaning: 'Base strength of the reference; each batch raises or lowers it.' },
    {
      name: 'a',
      symbol: 'a',
      default: 0.6,
      min: 0,
      max: 2,
      scale: 'linear',
      step: 0.05,
      meaning: 'How far β follows the batch, per nat of gap beyond the running mean. 0 keeps β.',
    },
    {
      name: 'mode_weight',
      symbol: 'd',
      default: 0.2,
      min: 0,
      max: 0.9,
      scale: 'linear',
      step: 0.05,
      meaning:
        'Share of pairs left out of each batch; the further a gap is from the running mean, the likelier it goes.',
    },
  ],
  needs: { relation: 'pair', references: ['base'], reduction: 'sum', columns: ['uniform'] },
  compute(m, batch, hyper) {
    const [beta, a, drop] = [hyper.beta as number, hyper.a as number, hyper.mode_weight as number];
    const { margin, ...rewards } = comparedRewards(m, batch, beta);
    const gap = m.scale(margin, 1 / beta);
    const fixed = m.stopGradient(gap);
    const mean = running(m, batch.state('gap_mean'), m.mean(fixed));
    const spread = running(m, batch.state('gap_std'), sampleDeviation(m, fixed));
    const z = m.div(m.sub(fixed, mean), m.maximum(spread, 1e-6));
    const kept = drop === 0 ? null : drawn(m, m.scale(m.square(z), -0.5), batch.pair('uniform'), drop);
    const average = (values: Expression) => (kept === null ? m.mean(values) : m.mean(m.mul(values, kept)));
    const strength = m.maximum(m.scale(m.add(1, m.scale(m.sub(average(fixed), mean), a)), beta), 1e-3);
    const preference = m.neg(m.logSigmoid(m.mul(strength, gap)));
    const losses = kept === null ? preference : m.mul(preference, kept);
    return { loss: m.mean(losses), losses, ...rewards, state: { gap_mean: mean, gap_std: spread } };
  },
  state: { gap_mean: 0, gap_std: 0 },
  identities: [{ kind: 'equals', method: 'sigmoid', when: { a: 0, mode_weight: 0 } }],
  trl: { none: 'TRL keeps β the same for all batches.' },
  learningRate: 3e-4,
};

function running(m: MathInterface, before: Expression, now: Expression): Expression {
  return m.add(m.scale(before, KEEP), m.scale(now, 1 - KEEP));
}

/** With n − 1 in the denominator; 0 for a single pair. */
function sampleDeviation(m: MathInterface, values: Expression): Expression {
  const squares = m.sum(m.square(m.sub(values, m.mean(values))));
  // A square root by the operations there are; the floor keeps its logarithm finite.
  const variance = m.maximum(m.div(squares, m.maximum(m.sub(m.count(values), 1), 1)), 1e-30);
  return m.exp(m.scale(m.log(variance), 0.5));
}

/**
 * The pairs of a draw without replacement, in proportion to their weights: those with the largest sum of log-weight and Gumbel
 * noise. [B]: pairs over pairs kept for each that is, 0 elsewhere, so that the mean is that of the pairs kept.
 */
function drawn(m: MathInterface, logWeights: Expression, uniform: Expression, drop: number): Expression {
  const inside = m.minimum(m.maximum(uniform, 1e-30), 1 - 1e-7);
  const keys = m.stopGradient(m.sub(logWeights, m.log(m.neg(m.log(inside)))));
  const pairs = m.count(keys);
  // Rounded up, as the number kept is rounded down in the authors' code.
  const left = m.minimum(m.add(m.scale(pairs, drop), 1 - 1e-4), m.sub(pairs, 1));
  const threshold = m.gather(m.sort(keys), left);
  const isKept = m.select(m.sub(threshold, keys), 0, 1);
  return m.div(isKept, m.maximum(m.mean(isKept), 1e-30));
}
