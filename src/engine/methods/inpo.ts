import type { MathInterface } from '../math/types.ts';
import { DPO_TAGS } from './dpoSymbols.ts';
import { LOG_RATIOS } from './pairSymbols.ts';
import { logRatio } from './terms.ts';
import type { Hyperparameters, MethodDefinition, ScoredSide } from './types.ts';

/**
 * INPO: a step towards the equilibrium of a preference game, held both by the reference and by the policy before the step.
 *
 * Paper: Zhang et al. 2024, "Iterative Nash Policy Optimization", arXiv 2407.00617, its practical loss. η is an inverse
 * step size; `ratio` is the paper's τ/η.
 * Log-probs are summed. The target 1/(2η) is in nats: the paper's η of 0.0075 asks for 67, far from answers of 20 tokens.
 * Logged rewards are η times the score that h compares; at τ = η that is η times the log-ratio.
 * Deviation: the pairs are given, not drawn from the previous iterate; until an outer loop renews it, that is the reference.
 */
export const inpo: MethodDefinition = {
  id: 'inpo',
  label: 'INPO',
  idea: 'Draws the gap of the answers to the target 1/(2η), measured partly against the reference and partly against the policy’s previous iterate.',
  tags: { ...DPO_TAGS, framework: 'self-play', constraint: 'dynamic-reference' },
  formula: String.raw`\mathcal{L} = \Bigl(h - \frac{1}{2\eta}\Bigr)^2,\quad h = \rho\,(u - v) + (1 - \rho)(u' - v')`,
  symbols: {
    ...LOG_RATIOS,
    "u'": 'log-ratio of policy to its previous iterate on the chosen answer',
    "v'": 'the same on the rejected answer',
    '\\rho': 'share of the reference, τ/η in the paper',
    '\\eta': 'sets the target 1/(2η) of the gap',
  },
  paper: {
    title: 'Iterative Nash Policy Optimization: Aligning LLMs with General Preferences via No-Regret Learning',
    authors: 'Zhang, Yu, Peng, Song, Tian, Huo, Jiang, Mi, Yu',
    year: 2024,
    arxiv: '2407.00617',
  },
  reading:
    'Our reading rests on a public re-implementation that states the paper’s η and τ, and on a derivation that agrees.',
  hyperparameters: [
    {
      name: 'eta',
      symbol: '\\eta',
      default: 0.05,
      min: 0.005,
      max: 1,
      scale: 'log',
      step: 0.05,
      meaning: 'The gap aims at 1/(2η) nats: 10 at η = 0.05. A small η is a long step.',
    },
    {
      name: 'ratio',
      symbol: '\\rho',
      default: 0.33,
      min: 0,
      max: 1,
      scale: 'linear',
      step: 0.01,
      meaning:
        'Share of the reference in what holds the policy (τ/η); the previous iterate has the rest. 1 is IPO on sums.',
    },
  ],
  needs: { relation: 'pair', references: ['base', 'previous'], reduction: 'sum' },
  compute(m, { chosen, rejected }, hyper) {
    const [w, l] = [heldScore(m, chosen, hyper), heldScore(m, rejected, hyper)];
    const eta = hyper.eta as number;
    const losses = m.square(m.sub(m.sub(w, l), 1 / (2 * eta)));
    return { loss: m.mean(losses), losses, chosenRewards: m.scale(w, eta), rejectedRewards: m.scale(l, eta) };
  },
  identities: [
    { kind: 'equals', method: 'ipo', when: { ratio: 1, eta: 0.1 }, otherwise: { beta: 0.1, ipo_average: 0 } },
    { kind: 'valueAtReference', value: ({ eta = Number.NaN }) => 1 / (2 * eta) ** 2 },
  ],
  trl: { none: 'TRL has no INPO trainer, and no loss that subtracts a previous iterate too.' },
  learningRate: 3e-4,
};

/** Log-prob less a mixture of the log-probs under reference and previous iterate, nats. [B] */
function heldScore(m: MathInterface, side: ScoredSide, { ratio = Number.NaN }: Hyperparameters) {
  const toReference = m.scale(logRatio(m, side), ratio);
  return m.add(toReference, m.scale(m.sub(side.logps, side.previousLogps), 1 - ratio));
}
