import type { WorldFacts, WorldKnob } from './types.ts';

/** As many as there are names (personaUsers.ts). */
export const USERS_MAX = 60;

const PERSONA_KNOBS = [
  {
    name: 'users',
    symbol: 'U',
    default: 40,
    min: 2,
    max: USERS_MAX,
    integer: true,
    meaning: 'How many people ask and label.',
  },
  {
    name: 'minority',
    symbol: 'm',
    default: 0.2,
    min: 0,
    max: 0.5,
    meaning: 'Share of the people who belong to the minority.',
  },
  {
    name: 'distance',
    symbol: 'δ',
    default: 120,
    min: 0,
    max: 180,
    meaning: 'Angle between the wishes of majority and minority, in degrees: 0 the same, 90 unrelated, 180 opposed.',
  },
  {
    name: 'named',
    symbol: 'n',
    default: 0.5,
    min: 0,
    max: 1,
    meaning: 'Share of the prompts that say who asks.',
  },
] as const satisfies readonly WorldKnob[];

export type PersonaKnob = (typeof PERSONA_KNOBS)[number]['name'];

export const PERSONA_FACTS = {
  id: 'persona',
  label: 'Persona',
  idea: 'Many people ask about places. Most want warm words; a minority wants brief, formal and sober ones.',
  knobs: PERSONA_KNOBS,
} as const satisfies WorldFacts;
