import { LOG_RATIOS } from './pairSymbols.ts';
import { SPPO_BETA, SPPO_PAPER } from './sppoSettings.ts';
import { implicitRewards, logRatio } from './terms.ts';
import type { MethodDefinition } from './types.ts';

/**
 * SPPO with hard labels: regress each answer's log-ratio onto its own target, +1/(2β) for chosen and −1/(2β) for rejected.
 *
 * Paper: Wu et al. 2024, "Self-Play Preference Optimization for Language Model Alignment", arXiv 2405.00675, with win
 * probabilities 1 and 0; β is its 1/η. Its reference is the iterate that drew the answers: offline, the base.
 * Deviation: without the official code's factor ½, as in TRL's 'sppo_hard'.
 */
export const sppoHard: MethodDefinition = {
  id: 'sppo_hard',
  label: 'SPPO (hard labels)',
  idea: 'Draws the chosen answer’s log-ratio to +1/(2β) and the rejected one’s to −1/(2β), so that the chosen one really rises.',
  tags: { data: 'pair-wise', framework: 'self-play', constraint: 'fixed-reference', property: 'general' },
  formula: String.raw`\mathcal{L} = \Bigl(u - \frac{1}{2\beta}\Bigr)^2 + \Bigl(v + \frac{1}{2\beta}\Bigr)^2`,
  symbols: { ...LOG_RATIOS, '\\beta': 'sets the targets ±1/(2β), in nats' },
  paper: SPPO_PAPER,
  hyperparameters: [SPPO_BETA],
  needs: { relation: 'pair', references: ['base'], reduction: 'sum' },
  compute(m, batch, hyper) {
    const beta = hyper.beta as number;
    const target = 1 / (2 * beta);
    const [u, v] = [logRatio(m, batch.chosen), logRatio(m, batch.rejected)];
    const losses = m.add(m.square(m.sub(u, target)), m.square(m.add(v, target)));
    return { loss: m.mean(losses), losses, ...implicitRewards(m, batch, beta) };
  },
  identities: [{ kind: 'valueAtReference', value: ({ beta = Number.NaN }) => 2 / (2 * beta) ** 2 }],
  trl: { trainer: 'DPOTrainer', loss_type: 'sppo_hard' },
  learningRate: 3e-4,
};
