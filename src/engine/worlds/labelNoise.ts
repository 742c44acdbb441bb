import type { RandomStream } from '../train/rng.ts';
import type { Knobs, WorldKnob } from './types.ts';

/** `noisy`, over any world's pairs: a share of the labels is wrong. */
export const NOISE_KNOB: WorldKnob = {
  name: 'epsilon',
  symbol: 'ε',
  default: 0,
  min: 0,
  max: 0.45,
  meaning: 'Share of labels that are flipped at random.',
};

/** Whether a label is turned round. One uniform, whatever ε is. */
export function flipped(random: RandomStream, knobs: Knobs): boolean {
  return random.uniform() < (knobs.epsilon ?? NOISE_KNOB.default);
}
