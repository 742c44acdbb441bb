import { tokenMeanOfStep } from './group/aggregate.ts';
import { groupObjective } from './group/groupObjective.ts';
import { tokenRatio } from './group/ratio.ts';
import { GROUP_OPTIONS, GROUP_SYMBOLS, GROUP_TAGS, groupNeeds, grpoArguments } from './group/settings.ts';
import type { Hyperparameter, MethodDefinition } from './types.ts';

/** Bounds of log w, as in TRL. */
const [LOG_WEIGHT_MIN, LOG_WEIGHT_MAX] = [Math.log(1e-8), 20];

const SHAPE = { min: 0, max: 10, scale: 'linear', step: 0.1 } as const satisfies Partial<Hyperparameter>;

/**
 * VESPO: plain policy gradient, each answer weighed by a smooth function of its whole probability ratio that is largest near
 * 1 and falls off to both sides.
 *
 * Paper: Shen et al. 2026, "VESPO", arXiv 2602.10693; as TRL's loss_type 'vespo'. φ carries no gradient; at w = 1 it is 1.
 */
export const vespo: MethodDefinition = {
  id: 'vespo',
  label: 'VESPO',
  idea: 'Weighs each answer by a smooth bump of its probability ratio: answers that the policy has left, or run to, fade out.',
  tags: GROUP_TAGS,
  formula: String.raw`\mathcal{L} = \frac{1}{\sum |y|} \sum_y \sum_t \bigl[ -\mathrm{sg}(\varphi)\,A\,\ell_t + \beta\,\mathrm{KL}_t \bigr],\quad \varphi = w^{k}\,e^{\lambda (1 - w)},\quad w = \prod_t \rho_t`,
  symbols: {
    '\\rho_t': GROUP_SYMBOLS['\\rho_t'],
    w: 'probability ratio of the whole answer',
    A: GROUP_SYMBOLS.A,
    '\\ell_t': 'log-prob of token t under the policy',
    k: 'power with which small ratios fade; one for good, one for bad answers',
    '\\lambda': 'rate at which large ratios fade; likewise',
    '\\mathrm{sg}': 'held fixed in the gradient',
    '\\beta': GROUP_SYMBOLS['\\beta'],
    '\\mathrm{KL}_t': GROUP_SYMBOLS['\\mathrm{KL}_t'],
  },
  paper: {
    title: 'VESPO: Variational Sequence-Level Soft Policy Optimization for Stable Off-Policy LLM Training',
    authors: 'Shen, Zhao, Cheng, Huang, Yu',
    year: 2026,
    arxiv: '2602.10693',
  },
  reading: 'Our reading of the loss is TRL’s, which was read; the paper’s own equation was not.',
  hyperparameters: [
    {
      ...SHAPE,
      name: 'vespo_k_pos',
      symbol: 'k_{+}',
      default: 2,
      meaning: 'Power with which good answers fade that the policy has left.',
    },
    {
      ...SHAPE,
      name: 'vespo_lambda_pos',
      symbol: '\\lambda_{+}',
      default: 3,
      meaning: 'Rate at which good answers fade that the policy has run to.',
    },
    {
      ...SHAPE,
      name: 'vespo_k_neg',
      symbol: 'k_{-}',
      default: 3,
      meaning: 'Power with which bad answers fade that the policy has left.',
    },
    {
      ...SHAPE,
      name: 'vespo_lambda_neg',
      symbol: '\\lambda_{-}',
      default: 2,
      meaning: 'Rate at which bad answers fade that the policy has run to.',
    },
    ...GROUP_OPTIONS,
  ],
  needs: groupNeeds('sum'),
  compute(m, batch, hyper) {
    const side = batch.side('sample');
    const { logps, oldLogps, sum, spread } = side.tokens;
    const advantages = side.column('advantage');
    const logWeight = m.minimum(m.maximum(sum(m.sub(logps, oldLogps)), LOG_WEIGHT_MIN), LOG_WEIGHT_MAX);
    const bump = (k: number, lambda: number) =>
      m.exp(m.add(m.scale(logWeight, k), m.scale(m.sub(1, m.exp(logWeight)), lambda)));
    const good = bump(hyper.vespo_k_pos as number, hyper.vespo_lambda_pos as number);
    const bad = bump(hyper.vespo_k_neg as number, hyper.vespo_lambda_neg as number);
    const phi = m.stopGradient(m.select(m.neg(advantages), bad, good));
    return groupObjective(m, batch, hyper, {
      ratio: tokenRatio(m, side),
      terms: m.neg(m.mul(spread(m.mul(phi, advantages)), logps)),
      aggregate: tokenMeanOfStep,
      metrics: { 'vespo/phi_seq_mean': m.mean(phi) },
    });
  },
  identities: [],
  trl: { trainer: 'GRPOTrainer', loss_type: 'vespo', arguments: grpoArguments({ loss_type: 'vespo' }) },
  learningRate: 1e-4,
};
