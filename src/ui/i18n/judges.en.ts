import type { JudgeId, JudgeObstacle } from '../../engine/index.ts';
import { formatCount, formatWhole } from './numbers.ts';

/** Who judges, and what a reward model was found to be worth. */
export const judges = {
  title: 'Judges',
  what: 'Fresh answers are compared by two judges: what training is after, and what a person would want. Where the first goes on rising and the second does not, the stand-in is being over-optimised.',
  settings: {
    judge: ['Training judge', 'Who says during the run which answer is better'],
    gold_judge: ['Gold judge', 'Who stands for what a person would want'],
    judge_epsilon: ['Judge noise ε', 'Share of comparisons in which the training judge errs'],
    judge_kappa: ['Judge length bias κ', 'What one standard deviation of length is worth to the training judge'],
    judge_symmetrised: [
      'Both orders',
      'Ask the training judge in both orders and take the mean; where it disagrees with itself, a tie',
    ],
    rm_steps: ['Reward model steps', 'Training steps of the reward model, 32 pairs each, before the run'],
    rm_margin: [
      'Reward margin m',
      'How much of the difference of the rows’ scores the chosen score’s lead must exceed; 0: none',
    ],
    rm_center_rewards_coefficient: ['Centring c', 'Pull of the reward model’s scores towards 0'],
    rm_intra_weight: [
      'Prompt comparison a',
      'Weight of scoring an answer higher after a prompt that it follows than after one that it violates (MAPL)',
    ],
    rm_members: ['Reward models', 'Members of an ensemble, each from its own seed; their mean judges'],
  } as Readonly<Record<string, readonly [label: string, meaning: string]>>,
  options: {
    labels: 'the set’s labelling rule',
    gold: 'gold score',
    verifier: 'exact verifier',
    attributes: 'attributes, equal shares',
    length: 'length alone (a foil)',
    implicit: 'the policy’s implicit reward',
    reward_bt: 'reward model, trained here',
    off: 'no',
    on: 'yes',
  } satisfies Record<JudgeId | 'off' | 'on', string> as Readonly<Record<string, string>>,
  ideas: {
    labels: 'Gold score plus κ times length: the rule that labelled the rows.',
    gold: 'What the world calls quality, whatever the length.',
    verifier: 'Code that knows whether an answer is right.',
    attributes: 'The world’s parts of quality, each in standard deviations, mixed in equal shares.',
    length: 'Prefers the longer answer, whatever it says.',
    implicit: 'β times the log-ratio of the policy to the reference: what the policy itself has learnt to prefer.',
    reward_bt:
      'A Bradley–Terry model on the policy’s own backbone as it is before the run, head and backbone trained together on the training pairs.',
  } satisfies Record<JudgeId, string> as Readonly<Record<string, string>>,
  obstacles: {
    no_world: 'It reads what a world’s rules know, and rows of your own belong to no world.',
    no_verifier: 'The world of these rows has no exact verifier.',
    no_attributes: 'The world of these rows has no attributes.',
  } satisfies Record<JudgeObstacle, string> as Readonly<Record<string, string>>,
  needsWorld:
    'It needs a world, and rows of your own belong to none. Length, implicit reward and reward model judge any rows.',
  silent: 'needs a world',
  withLength: (kappa: number) => `length bias κ ${kappa}`,
  withNoise: (share: string) => `errs in ${share}`,
  bothOrders: 'asked in both orders',
  training: (name: string) => `training judge: ${name}`,
  gold: (name: string) => `gold judge: ${name}`,
  rewardModel: (accuracy: string, low: string, high: string, n: number) =>
    `Reward model: prefers the chosen answer in ${accuracy} of ${formatWhole(n)} held-out pairs (95 % interval ${low} to ${high}).`,
  promptAccuracy: (accuracy: string, low: string, high: string, n: number) =>
    `It scores an answer higher after a prompt that it follows than after one that it violates in ${accuracy} of ${formatWhole(n)} (${low} to ${high}; half is chance).`,
  rewardModelUntested: 'Reward model: trained; there are no held-out pairs to test it on.',
  rewardModelHow: (members: number, steps: number, loss: string) =>
    `${formatCount(members, 'model', 'models')}, ${formatCount(steps, 'step', 'steps')}, last loss ${loss}`,
};
