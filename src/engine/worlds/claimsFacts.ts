import type { Knobs, WorldFacts, WorldKnob } from './types.ts';

const DIGITS = {
  name: 'digits',
  symbol: 'd',
  default: 2,
  min: 1,
  max: 6,
  integer: true,
  meaning: 'Numbers of the prompts have up to so many digits, every count equally often.',
} as const satisfies WorldKnob;
const TOOLS = {
  name: 'tools',
  symbol: 'u',
  default: 0.5,
  min: 0,
  max: 1,
  meaning: 'Share of answers that call a tool (calculator, calendar, table, units) before they claim.',
} as const satisfies WorldKnob;

/** What a person chooses the world by, without its questions and tools. */
export const CLAIMS_FACTS: WorldFacts = {
  id: 'claims',
  label: 'Claims',
  idea: 'Questions of arithmetic, dates, units and a table of facts. Quality is truth, which takes work to see.',
  knobs: [DIGITS, TOOLS],
  room: { max_completion_length: 112 },
};

export const numberDigits = (knobs: Knobs): number => knobs.digits ?? DIGITS.default;
export const toolShare = (knobs: Knobs): number => knobs.tools ?? TOOLS.default;
