import { formatWhole } from './numbers.ts';

/** Objectives on the same batches, side by side. */
export const raceTexts = {
  title: 'Race',
  figures: 'The race in numbers',
  add: 'Add an objective…',
  remove: (method: string) => `Take ${method} out of the race`,
  note:
    'Each starts with the page’s own settings for it, learning rate included; model, data, batches and seed are these. Every ' +
    'objective takes the time and memory of a run.',
  against: (names: string) => `racing ${names}`,
  units: 'Each objective has rewards of its own kind: compare when margins turn, not how high they are.',
  goldWinRate: 'The same answers by the gold judge, who knows quality alone',
  caption:
    'On held-out pairs and prompts, at the newest evaluation. Ranking accuracy, KL, win rates and log-probs compare directly; accuracy ' +
    'and margin are of each objective’s own reward.',
  columns: {
    objective: 'objective',
    step: 'step',
    accuracy: 'accuracy',
    ranking: 'ranking accuracy',
    margin: 'margin',
    length: 'r with length',
    kl: 'KL',
    winRate: 'win rate',
    goldWinRate: 'gold win rate',
    logps: 'log-prob of chosen',
  },
  evaluatedAt: (step: number) => `evaluated at step ${formatWhole(step)}`,
  diverged: (step: number) => `diverged at step ${formatWhole(step)}`,
  until: 'Train on to step',
  continue: 'Continue alone',
  continueHint: (method: string) => `Continue alone: ${method}`,
  wait: 'Pause the race, or let it finish, to go on with one of them.',
};
