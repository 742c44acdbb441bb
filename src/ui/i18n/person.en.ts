import { formatCount, formatWhole } from './numbers.ts';

/** The panel in which a person prefers. */
export const person = {
  title: 'You are the judge',
  what: 'Two answers to a prompt, and which of them you like better. Whose they are is hidden, and which stands first is drawn by lot. What you prefer becomes a preference set.',
  needsRun: 'The answers come from the model: prepare a run first, or train a little.',
  prepare: 'Prepare the model',
  preparing: 'Preparing the model',
  between: 'Compare',
  betweens: {
    policy_reference: 'the policy with the reference',
    policy_policy: 'two answers of the policy',
  },
  draw: (count: number) => `Draw ${formatCount(count, 'pair', 'pairs')}`,
  drawing: 'Drawing answers',
  drawnNone: 'The answers came out the same in every pair; draw again, or raise the temperature.',
  pair: 'The pair to judge',
  first: 'First answer',
  second: 'Second answer',
  prefer: 'Which do you prefer?',
  choices: { 1: 'First', 0: 'Second', 0.5: 'Tie' },
  keys: 'Keys here: 1 first, 2 second, 0 tie, U undo.',
  undo: 'Undo',
  empty: '(it said nothing)',
  progress: (judged: number, waiting: number) => `${formatWhole(judged)} judged, ${formatWhole(waiting)} to go`,
  counts: (rows: number, ties: number) =>
    `${formatCount(rows, 'pair', 'pairs')} to train on${ties === 0 ? '' : `, ${formatCount(ties, 'tie', 'ties')} left out`}`,
  chose: { 1: 'First preferred.', 0: 'Second preferred.', 0.5: 'A tie.' },
  undone: 'The last judgement was taken back.',
  nextOf: (waiting: number) =>
    waiting === 0 ? 'That was the last pair.' : `${formatCount(waiting, 'pair', 'pairs')} to go.`,
  reveal: 'Show how I judged',
  hide: 'Hide how I judged',
  agreement: (share: string, low: string, high: string, n: number) =>
    `You and the gold judge agree in ${share} of ${formatWhole(n)} pairs that both decide (95 % interval ${low} to ${high}).`,
  noAgreement: 'There is no pair yet that both you and the gold judge decide.',
  trainingAgreement: (share: string, low: string, high: string, n: number) =>
    `With the training judge of this run you agreed in ${share} of ${formatWhole(n)} pairs (95 % interval ${low} to ${high}).`,
  policy: (share: string, low: string, high: string, n: number) =>
    `You prefer the policy to the reference in ${share} of ${formatWhole(n)} pairs (95 % interval ${low} to ${high}; ties count half).`,
  train: 'Train on these',
  trainHint: (least: number) => `A run needs ${formatWhole(least)} pairs that are no ties.`,
  export: 'Save as JSON Lines',
  exportHint: 'prompt, chosen, rejected: the format of TRL',
  clear: 'Start over',
  clearSure: (judged: number) => `Delete ${formatCount(judged, 'judgement', 'judgements')}`,
  keep: 'Keep them',
  saved: 'Kept in this browser.',
  notSaved: 'This browser could not keep them: save them as a file before you leave.',
  setName: 'my judgements',
};
