import type { Knobs, WorldKnob, WorldRules } from './types.ts';

/** `lenbias`, over any world's pairs: the labels like length. */
export const LENGTH_BIAS_KNOB: WorldKnob = {
  name: 'kappa',
  symbol: 'κ',
  default: 0,
  min: 0,
  max: 3,
  meaning:
    'Length bias: how many standard deviations of quality one standard deviation of length is worth to the labels.',
};

/** What an answer's length is worth to the labels, in standard deviations of quality: κ · length score. */
export function lengthBias(world: Pick<WorldRules, 'lengthScore'>, answer: string, knobs: Knobs): number {
  return (knobs.kappa ?? LENGTH_BIAS_KNOB.default) * world.lengthScore(answer);
}
