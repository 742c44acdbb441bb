import { DPO_TAGS } from './dpoSymbols.ts';
import type { MethodDefinition } from './types.ts';

/**
 * REBEL: regress the difference of two log-ratios onto the difference of the answers' rewards.
 *
 * Paper: Gao et al. 2024, "REBEL: Reinforcement Learning via Regressing Relative Rewards", arXiv 2404.16767, its regression.
 * The log-ratios are to the previous iterate, summed over tokens. Which answer is called chosen does not matter.
 * Logged rewards are the log-ratios over η: the reward they stand for.
 * Deviation: η multiplies the rewards, as in the authors' script; the paper divides the log-ratios by it (a factor of the loss).
 * The pairs are given, not drawn from the previous iterate; until an outer loop renews it, that is the reference.
 */
export const rebel: MethodDefinition = {
  id: 'rebel',
  label: 'REBEL',
  idea: 'Makes the difference of two log-ratios match the difference of the answers’ scores: regression in place of comparison.',
  tags: { ...DPO_TAGS, data: 'distinguishability', constraint: 'dynamic-reference' },
  formula: String.raw`\mathcal{L} = \bigl(u' - v' - \eta\,(r_w - r_l)\bigr)^2`,
  symbols: {
    "u'": 'log-ratio of policy to its previous iterate on the chosen answer, summed over its tokens',
    "v'": 'the same on the rejected answer',
    r_w: 'score of the chosen answer, in standard deviations',
    r_l: 'score of the rejected answer',
    '\\eta': 'nats of gap for each unit of score',
  },
  paper: {
    title: 'REBEL: Reinforcement Learning via Regressing Relative Rewards',
    authors: 'Gao, Chang, Zhan, Oertell, Swamy, Brantley, Joachims, Bagnell, Lee, Sun',
    year: 2024,
    arxiv: '2404.16767',
  },
  reading: 'Our reading rests on a derivation that follows the authors’ script in where η stands.',
  hyperparameters: [
    {
      name: 'eta',
      symbol: '\\eta',
      default: 5,
      min: 0.1,
      max: 50,
      scale: 'log',
      step: 0.05,
      unit: 'nats',
      meaning: 'Gap of the log-ratios for scores one standard deviation apart. Large values are a long step.',
    },
  ],
  needs: { relation: 'pair', references: ['previous'], reduction: 'sum', columns: ['score'] },
  compute(m, { chosen, rejected }, hyper) {
    const eta = hyper.eta as number;
    const u = m.sub(chosen.logps, chosen.previousLogps);
    const v = m.sub(rejected.logps, rejected.previousLogps);
    const scores = m.sub(chosen.column('score'), rejected.column('score'));
    const losses = m.square(m.sub(m.sub(u, v), m.scale(scores, eta)));
    return { loss: m.mean(losses), losses, chosenRewards: m.scale(u, 1 / eta), rejectedRewards: m.scale(v, 1 / eta) };
  },
  identities: [],
  trl: { none: 'TRL has no regression onto reward differences.' },
  learningRate: 3e-4,
};
