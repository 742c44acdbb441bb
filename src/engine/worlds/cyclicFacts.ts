import type { WorldFacts, WorldKnob } from './types.ts';

/** Knobs of P(first wins) = σ(a · Δquality + c · C[style of first, style of second]). */
export const QUALITY_KNOB: WorldKnob = {
  name: 'qualityWeight',
  symbol: 'a',
  default: 1,
  min: 0,
  max: 5,
  meaning: 'Log-odds of a win per standard deviation of quality.',
};
export const CYCLE_KNOB: WorldKnob = {
  name: 'cycleWeight',
  symbol: 'c',
  default: 3,
  min: 0,
  max: 10,
  meaning: 'Log-odds of a win by style alone: each style beats those behind it on the circle.',
};
export const STYLES_KNOB: WorldKnob = {
  name: 'styles',
  symbol: 'K',
  default: 5,
  min: 3,
  max: 5,
  integer: true,
  meaning: 'How many styles are in play; an answer in none of them loses to every one that is.',
};

/** What a person chooses the world by, without its words. */
export const CYCLIC_FACTS: WorldFacts = {
  id: 'cyclic',
  label: 'Cyclic',
  idea: 'A line about a place, in one of five styles. Styles beat each other in a circle: no score can rank them.',
  knobs: [QUALITY_KNOB, CYCLE_KNOB, STYLES_KNOB],
};
