import { BETA } from './beta.ts';
import { sampleOutput } from './group/groupObjective.ts';
import type { MethodDefinition } from './types.ts';

/**
 * Nash-MD: policy gradient on how often the policy's answer beats that of a mixture of policy and reference: a step of mirror
 * descent towards the answer that no other beats. No reward model, and preferences may be cyclic.
 *
 * Paper: Munos et al. 2023, "Nash Learning from Human Feedback", arXiv 2312.00886; as TRL's experimental
 * NashMDTrainer. The advantage is P(y ≻ y′) − ½. The divergence term is its score-function gradient: β (ℓ_t − ℓ_ref,t), held
 * fixed, times ℓ_t; its value is no divergence.
 */
export const nashMd: MethodDefinition = {
  id: 'nash_md',
  label: 'Nash-MD',
  idea: 'Raises answers that beat those of a mixture of policy and reference more often than not: it seeks what no other answer beats.',
  tags: { data: 'samples', framework: 'self-play', constraint: 'fixed-reference', property: 'general' },
  formula: String.raw`\mathcal{L} = -\bigl(P(y \succ y') - \tfrac{1}{2}\bigr)\,\ell(y) + \beta \sum_t \mathrm{sg}\bigl(\ell_t - \ell_{ref,t}\bigr)\,\ell_t`,
  symbols: {
    "P(y \\succ y')": 'probability that the policy’s answer is preferred to that of the mixture',
    '\\ell(y)': 'log-prob of the policy’s answer, summed over its tokens',
    '\\ell_t': 'log-prob of its token t',
    '\\ell_{ref,t}': 'the same under the reference',
    '\\beta': 'how strongly the reference holds the policy',
    '\\mathrm{sg}': 'held fixed in the gradient',
  },
  paper: {
    title: 'Nash Learning from Human Feedback',
    authors: 'Munos et al.',
    year: 2023,
    arxiv: '2312.00886',
  },
  hyperparameters: [BETA],
  needs: { relation: 'sample', references: ['base'], reduction: 'sum', columns: ['advantage'], sampling: true },
  compute(m, batch, hyper) {
    const side = batch.side('sample');
    const { logps, refLogps, sum } = side.tokens;
    const logRatios = m.sub(logps, refLogps);
    const score = m.mul(side.column('advantage'), side.logps);
    const held = sum(m.mul(m.stopGradient(logRatios), logps));
    const losses = m.sub(m.scale(held, hyper.beta as number), score);
    return sampleOutput(m, batch, losses, {
      'loss/score': m.mean(score),
      'objective/kl': m.mean(m.sub(side.logps, side.refLogps)),
    });
  },
  identities: [],
  trl: { none: 'TRL’s NashMDTrainer (trl.experimental.nash_md) had this loss; it was dropped after 1.13.' },
  learningRate: 1e-4,
};
