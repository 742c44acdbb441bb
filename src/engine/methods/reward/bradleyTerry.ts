import type { MethodDefinition } from '../types.ts';

/**
 * Bradley-Terry reward model: the chosen answer's score should exceed the rejected one's.
 *
 * Paper: Ouyang et al. 2022, "Training language models to follow instructions with human feedback", arXiv 2203.02155,
 * equation 1; as TRL's RewardTrainer, with its optional margin and centring (arXiv 2312.09244).
 * It acts on scores of a head, not on log-probs: a side's `logps` are its scores here. It trains a judge (`train/trainRewardModel.ts`),
 * not a policy, and is therefore not among `METHODS`.
 * Deviation: TRL's margin is a column of the data; here it is a multiple of the difference of gold scores.
 */
export const bradleyTerry: MethodDefinition = {
  id: 'reward_bt',
  label: 'Bradley-Terry reward model',
  idea: 'Learns a score for answers such that its difference predicts which of two is preferred.',
  tags: { data: 'pair-wise', framework: 'offline', constraint: 'reference-free', property: 'general' },
  formula: String.raw`\mathcal{L} = -\log\sigma\bigl(r_w - r_l - m\,(g_w - g_l)\bigr) + c\,(r_w + r_l)^2`,
  symbols: {
    r_w: 'score of the chosen answer',
    r_l: 'score of the rejected answer',
    'g_w - g_l': 'difference of their gold scores',
    m: 'how much of that difference the lead must exceed',
    c: 'pull of the scores towards 0',
    '\\sigma': 'logistic function',
  },
  paper: {
    title: 'Training language models to follow instructions with human feedback',
    authors: 'Ouyang et al.',
    year: 2022,
    arxiv: '2203.02155',
  },
  hyperparameters: [
    {
      name: 'margin',
      symbol: 'm',
      default: 0,
      min: 0,
      max: 2,
      scale: 'linear',
      step: 0.1,
      meaning: 'How much of the difference of gold scores the chosen score’s lead must exceed. 0: no margin.',
    },
    {
      name: 'center_rewards_coefficient',
      symbol: 'c',
      default: 0.01,
      min: 0,
      max: 1,
      scale: 'linear',
      step: 0.01,
      meaning: 'Pull of the scores towards 0, which differences alone leave open.',
    },
  ],
  needs: { relation: 'pair', references: [], reduction: 'sum', columns: ['score'] },
  compute(m, { chosen, rejected }, { margin = 0, center_rewards_coefficient: centre = 0 }) {
    const difference = m.sub(chosen.logps, rejected.logps);
    const gold = m.sub(chosen.column('score'), rejected.column('score'));
    const preference = m.neg(m.logSigmoid(m.sub(difference, m.scale(gold, margin))));
    const losses = m.add(preference, m.scale(m.square(m.add(chosen.logps, rejected.logps)), centre));
    return { loss: m.mean(losses), losses, chosenRewards: chosen.logps, rejectedRewards: rejected.logps };
  },
  identities: [],
  trl: {
    trainer: 'RewardTrainer',
    loss_type: 'reward_bt',
    note: 'There is no loss_type to set; the margin is a column of the data.',
    arguments: ({ center_rewards_coefficient = Number.NaN }) => ({ center_rewards_coefficient }),
  },
  learningRate: 3e-4,
};
