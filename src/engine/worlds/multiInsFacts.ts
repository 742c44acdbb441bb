import type { WorldFacts, WorldKnob } from './types.ts';

export const INSTRUCTIONS_MAX = 5;

export const INSTRUCTIONS_KNOB: WorldKnob = {
  name: 'instructions',
  symbol: 'k',
  default: 0,
  min: 0,
  max: INSTRUCTIONS_MAX,
  integer: true,
  meaning: 'How many instructions a prompt has; 0: one to five, each as often.',
};

/** What a person chooses the world by, without its words. */
export const MULTI_INS_FACTS: WorldFacts = {
  id: 'multi_ins',
  label: 'Instructions',
  idea: 'Lists of things, by one to five instructions that code can check. Quality is the share that is followed.',
  knobs: [INSTRUCTIONS_KNOB],
};
