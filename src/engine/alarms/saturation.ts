import { meanOver } from './history.ts';
import { type AlarmDefinition, RECENT_STEPS } from './types.ts';

const LOSS_SHARE = 0.05;
const ACCURACY = 0.99;

/**
 * Saturation: nearly every pair of the batches is won by far, so that next to nothing pushes any more. Only losses that are
 * positive at first and fall towards 0 saturate this way.
 */
export const saturation: AlarmDefinition = {
  id: 'saturation',
  check({ first, recent }) {
    const [before, now] = [first?.values.loss?.value ?? 0, meanOver(recent, 'loss')];
    const accuracy = meanOver(recent, 'rewards/accuracies');
    if (recent.length < RECENT_STEPS || now === null || accuracy === null || before <= 0) return null;
    if (now < 0 || now > LOSS_SHARE * before || accuracy < ACCURACY) return null;
    return { from: before, to: now, accuracy };
  },
};
