import { tokenMeanOfStep } from './group/aggregate.ts';
import { both } from './group/clip.ts';
import { groupObjective } from './group/groupObjective.ts';
import { tokenRatio } from './group/ratio.ts';
import { EPSILON_HIGH, GROUP_OPTIONS, GROUP_SYMBOLS, GROUP_TAGS, groupNeeds, grpoArguments } from './group/settings.ts';
import type { MethodDefinition } from './types.ts';

/**
 * CISPO: the ratio is capped and only weighs the log-prob's gradient; no token's push ever ends.
 *
 * Paper: MiniMax 2025, "MiniMax-M1", arXiv 2506.13585, its objective CISPO; as TRL's loss_type 'cispo', without a lower bound.
 * `epsilon_high` is the cap itself, not 1 + ε: 5 as in arXiv 2510.13786.
 */
export const cispo: MethodDefinition = {
  id: 'cispo',
  label: 'CISPO',
  idea: 'Plain policy gradient weighed by a capped ratio that carries no gradient: clipping never silences a token.',
  tags: GROUP_TAGS,
  formula: String.raw`\mathcal{L} = \frac{1}{\sum |y|} \sum_y \sum_t \Bigl[ -\mathrm{sg}\bigl(\min(\rho_t, \varepsilon_{max})\bigr)\,A\,\ell_t + \beta\,\mathrm{KL}_t \Bigr]`,
  symbols: {
    '\\rho_t': GROUP_SYMBOLS['\\rho_t'],
    A: GROUP_SYMBOLS.A,
    '\\ell_t': 'log-prob of token t under the policy',
    '\\varepsilon_{max}': 'cap of the ratio',
    '\\mathrm{sg}': 'held fixed in the gradient',
    '\\beta': GROUP_SYMBOLS['\\beta'],
    '\\mathrm{KL}_t': GROUP_SYMBOLS['\\mathrm{KL}_t'],
  },
  paper: {
    title: 'MiniMax-M1: Scaling Test-Time Compute Efficiently with Lightning Attention',
    authors: 'MiniMax',
    year: 2025,
    arxiv: '2506.13585',
  },
  hyperparameters: [
    {
      ...EPSILON_HIGH,
      symbol: '\\varepsilon_{max}',
      default: 5,
      min: 1,
      max: 20,
      step: 0.1,
      meaning: 'Cap of the ratio itself, not of its distance from 1.',
    },
    ...GROUP_OPTIONS,
  ],
  needs: groupNeeds('sum'),
  compute(m, batch, hyper) {
    const side = batch.side('sample');
    const ratio = tokenRatio(m, side);
    const cap = hyper.epsilon_high as number;
    const weights = m.stopGradient(m.minimum(ratio.values, cap));
    return groupObjective(m, batch, hyper, {
      ratio,
      terms: m.neg(m.mul(m.mul(weights, ratio.advantages), side.tokens.logps)),
      aggregate: tokenMeanOfStep,
      metrics: { cispo_clip_ratio: m.mean(both(m, m.sub(ratio.values, cap), ratio.advantages)) },
    });
  },
  identities: [],
  trl: { trainer: 'GRPOTrainer', loss_type: 'cispo', arguments: grpoArguments({ loss_type: 'cispo' }) },
  learningRate: 1e-4,
};
