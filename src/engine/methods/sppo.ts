import { LOG_RATIOS } from './pairSymbols.ts';
import { SPPO_BETA, SPPO_PAPER } from './sppoSettings.ts';
import { implicitRewards, logRatio } from './terms.ts';
import type { MethodDefinition } from './types.ts';

/**
 * SPPO: regress each answer's log-ratio onto how far its win rate is from one half, in units of 1/β.
 *
 * Paper: Wu et al. 2024, "Self-Play Preference Optimization for Language Model Alignment", arXiv 2405.00675; loss and factor ½ as
 * in the official code (uclaml/SPPO, `sppo` and `sppo_single`); β is the paper's 1/η. Its reference is the iterate that drew the
 * answers: offline, the base.
 * Deviation: win rates are over the row's own two answers (each against itself counts ½), as the official script's are over its
 * five samples; a row brings the probability that chosen beats rejected.
 */
export const sppo: MethodDefinition = {
  id: 'sppo',
  label: 'SPPO',
  idea: 'Draws each answer’s log-ratio to a target that grows with how surely it wins: a narrow win asks for a small change.',
  tags: { data: 'pair-wise', framework: 'self-play', constraint: 'fixed-reference', property: 'general' },
  formula: String.raw`\mathcal{L} = \frac12\Bigl(u - \frac{P_w - \frac12}{\beta}\Bigr)^2 + \frac12\Bigl(v - \frac{P_l - \frac12}{\beta}\Bigr)^2`,
  symbols: {
    ...LOG_RATIOS,
    P_w: 'how often the chosen answer wins (P_l: the rejected one)',
    '\\beta': 'scale of the targets, which are at most ±1/(2β) nats',
  },
  paper: SPPO_PAPER,
  hyperparameters: [
    SPPO_BETA,
    {
      name: 'loss_type',
      symbol: 't',
      default: 0,
      min: 0,
      max: 1,
      scale: 'linear',
      step: 1,
      meaning:
        'Whose wins count: each answer’s win rate against the samples of its prompt (sppo), or the probability that chosen beats rejected, with opposite targets for both (sppo_single).',
      options: [
        { value: 0, label: 'sppo' },
        { value: 1, label: 'sppo_single' },
      ],
    },
  ],
  needs: { relation: 'pair', references: ['base'], reduction: 'sum', columns: ['probability'] },
  compute(m, batch, hyper) {
    const beta = hyper.beta as number;
    const { chosen, rejected } = batch;
    const single = hyper.loss_type === 1;
    const lead = m.sub(single ? batch.pair('probability') : chosen.column('probability'), 0.5);
    const trail = single ? m.neg(lead) : m.sub(rejected.column('probability'), 0.5);
    const missed = (ratio: typeof lead, win: typeof lead) => m.square(m.sub(ratio, m.scale(win, 1 / beta)));
    const both = m.add(missed(logRatio(m, chosen), lead), missed(logRatio(m, rejected), trail));
    const losses = m.scale(both, 0.5);
    return { loss: m.mean(losses), losses, ...implicitRewards(m, batch, beta) };
  },
  identities: [],
  trl: { none: 'TRL has the form with hard labels alone (sppo_hard); the authors’ code is uclaml/SPPO.' },
  learningRate: 3e-4,
};
