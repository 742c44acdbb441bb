import { newest } from './history.ts';
import type { AlarmDefinition } from './types.ts';

const GAP = 0.25;

/** The training judge is won over, the gold judge is not: what was optimised is no longer what was wanted (arXiv 2210.10760). */
export const overoptimisation: AlarmDefinition = {
  id: 'overoptimisation',
  check(history) {
    const [judged, gold] = [newest(history, 'win_rate'), newest(history, 'gold_win_rate')];
    if (judged === null || gold === null || judged - gold < GAP) return null;
    return { judged, gold };
  },
};
