import { evaluated } from './history.ts';
import type { AlarmDefinition } from './types.ts';

/** Held-out answers lose this much, in nats, before it is worth a word. */
const FALL_NATS = 2;

/**
 * Likelihood displacement: the margin grows while the chosen answers themselves become less likely, because the rejected ones
 * fall faster (Razin et al. 2024, arXiv 2410.08847; Pal et al. 2024, arXiv 2402.13228).
 */
export const displacement: AlarmDefinition = {
  id: 'displacement',
  check(history) {
    const logp = evaluated(history, 'eval_logps/chosen');
    const margin = evaluated(history, 'eval_rewards/margins');
    if (logp === null || margin === null) return null;
    if (logp.to > logp.from - FALL_NATS || margin.to <= margin.from) return null;
    return { from: logp.from, to: logp.to, marginFrom: margin.from, marginTo: margin.to };
  },
};
