import type { TraceStyle } from './arithTrace.ts';
import type { Knobs, WorldFacts, WorldKnob } from './types.ts';

const DIGITS = {
  name: 'digits',
  symbol: 'd',
  default: 2,
  min: 1,
  max: 3,
  integer: true,
  meaning: 'Numbers of the prompts have up to so many digits, every count equally often.',
} as const satisfies WorldKnob;
const DEPTH = {
  name: 'depth',
  symbol: 'n',
  default: 3,
  min: 1,
  max: 4,
  integer: true,
  meaning: 'Prompts have up to so many operations, every count equally often; at most one is a product.',
} as const satisfies WorldKnob;
const PADDING = {
  name: 'padding',
  symbol: 'p',
  default: 0.6,
  min: 0,
  max: 1,
  meaning: 'Share of traces in words that are padded with checks, repeated checks and restated numbers.',
} as const satisfies WorldKnob;
const DIALECT = {
  name: 'dialect',
  symbol: 'm',
  default: 0,
  min: 0,
  max: 1,
  meaning: 'Share of traces in symbols alone, which are shorter; at 0 all are in words.',
} as const satisfies WorldKnob;
const DIRECT = {
  name: 'direct',
  symbol: 'q',
  default: 0.1,
  min: 0,
  max: 1,
  meaning: 'Share of traces that give the answer without working: shortest, and hardest to get right.',
} as const satisfies WorldKnob;

/** What a person chooses the world by, without its expressions and traces. */
export const ARITH_FACTS: WorldFacts = {
  id: 'arith',
  label: 'Arithmetic',
  idea: 'Sums and products, worked step by step. Quality is the right number at the end, however long the working.',
  knobs: [DIGITS, DEPTH, PADDING, DIALECT, DIRECT],
  room: { max_completion_length: 112 },
};

export const expressionSizes = (knobs: Knobs) => ({ digits: value(DIGITS, knobs), depth: value(DEPTH, knobs) });

export const traceStyle = (knobs: Knobs): TraceStyle => ({
  padding: value(PADDING, knobs),
  dialect: value(DIALECT, knobs),
  direct: value(DIRECT, knobs),
});

const value = (knob: WorldKnob, knobs: Knobs): number => knobs[knob.name] ?? knob.default;
