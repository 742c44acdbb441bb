import { newest } from './history.ts';
import type { AlarmDefinition } from './types.ts';

/** Nats from the reference over a whole answer: its own answers have become e²⁰ times less likely there. */
export const KL_NATS = 20;

/** The policy has gone far from the reference: what the reference knew of language is no longer what holds it. */
export const kl: AlarmDefinition = {
  id: 'kl',
  check(history) {
    const [sequence, token] = [newest(history, 'kl'), newest(history, 'kl_per_token')];
    if (sequence === null || sequence < KL_NATS) return null;
    return { kl: sequence, perToken: token ?? 0 };
  },
};
