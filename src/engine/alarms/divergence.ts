import { meanOver } from './history.ts';
import { type AlarmDefinition, RECENT_STEPS } from './types.ts';

const LOSS_FACTOR = 2;

/** The loss has grown to twice what it began with: early word of a divergence, before a run has to be stopped. */
export const divergence: AlarmDefinition = {
  id: 'divergence',
  check({ first, recent }) {
    const [before, now] = [first?.values.loss?.value ?? 0, meanOver(recent, 'loss')];
    if (recent.length < RECENT_STEPS || now === null || before <= 0 || now < LOSS_FACTOR * before) return null;
    return { from: before, to: now };
  },
};
