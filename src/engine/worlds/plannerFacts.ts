import type { WorldFacts } from './types.ts';

/** Fewest and most actions of each horizon class: ultra-short, short, medium, long. */
export const HORIZONS: readonly (readonly [least: number, most: number])[] = [
  [1, 2],
  [3, 4],
  [5, 7],
  [8, 11],
];
/** The value of the knob that asks for every class. */
export const ALL_HORIZONS = HORIZONS.length;

export const PLANNER_FACTS = {
  id: 'planner',
  label: 'Planner',
  idea: 'Plans for a house of a few rooms, carried out by a simulator: fetch, open, put away.',
  knobs: [
    {
      name: 'horizon',
      symbol: 'h',
      default: ALL_HORIZONS,
      min: 0,
      max: ALL_HORIZONS,
      integer: true,
      meaning: 'How many actions the goals take: 0 at most 2, 1 up to 4, 2 up to 7, 3 up to 11, 4 all of these.',
    },
  ],
  room: { max_length: 208, max_completion_length: 144 },
} as const satisfies WorldFacts;
