import { evaluated, newest } from './history.ts';
import type { AlarmDefinition } from './types.ts';

const CORRELATION = 0.5;
const CHANGE = 0.25;

/** Length exploitation: the implicit reward follows length, and fresh answers have become a quarter longer (or shorter). */
export const length: AlarmDefinition = {
  id: 'length',
  check(history) {
    const correlation = newest(history, 'corr/implicit_reward_length');
    const tokens = evaluated(history, 'completions/mean_length');
    if (correlation === null || tokens === null || tokens.from === 0) return null;
    const change = tokens.to / tokens.from - 1;
    // Reward and answers must move the same way.
    if (Math.abs(correlation) < CORRELATION || Math.abs(change) < CHANGE || correlation * change < 0) return null;
    return { correlation, from: tokens.from, to: tokens.to };
  },
};
