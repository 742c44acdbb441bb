import type { RandomStream } from '../train/rng.ts';
import { type Expression, type Operation, workedOperations } from './arithExpression.ts';

/** How a trace is written. */
export interface TraceStyle {
  /** Share of traces with padding: checks, repeated checks and restated numbers, which correctness does not need. */
  readonly padding: number;
  /** Share of traces in symbols alone (`5*3=15;7+15=22;#22`), never padded; the others are in words. */
  readonly dialect: number;
  /** Share of traces without working, the answer alone. */
  readonly direct: number;
}

/** A padded trace has two to four steps of padding; every expression has places for four. */
const PADDING_STEPS = [2, 3, 4] as const;

/**
 * A trace from worked operations to the number behind `#`, whatever is right or wrong in them.
 *
 * @param final the number behind `#`
 */
export function drawTrace(
  expression: Expression,
  operations: readonly Operation[],
  final: number,
  style: TraceStyle,
  random: RandomStream,
): string {
  const isDirect = random.uniform() < style.direct;
  const isSymbolic = random.uniform() < style.dialect;
  const padding = random.uniform() < style.padding ? random.pick(PADDING_STEPS) : 0;
  if (isDirect) return `#${final}`;
  if (isSymbolic) return [...operations.map(symbolicStep), `#${final}`].join('');
  const numbers = expression.terms.flatMap(({ factors }) => factors);
  const steps = [
    { text: `we have ${numbers.join(' and ')};`, isPadding: true },
    ...operations.flatMap((operation, i) => [
      { text: `${i === 0 ? 'first' : 'then'} ${equation(operation)};`, isPadding: false },
      { text: `check ${checkEquation(operation)};`, isPadding: true },
      ...(i === operations.length - 1 ? [{ text: `again ${equation(operation)};`, isPadding: true }] : []),
    ]),
    { text: `so it is ${final};`, isPadding: true },
  ];
  const kept = new Set(random.shuffled(steps.filter(({ isPadding }) => isPadding)).slice(0, padding));
  const written = steps.filter((step) => !step.isPadding || kept.has(step)).map(({ text }) => text);
  return [...written, `#${final}`].join(' ');
}

const symbolicStep = ({ left, operator, right, value }: Operation): string => `${left}${operator}${right}=${value};`;
const equation = ({ left, operator, right, value }: Operation): string => `${left}${operator}${right} is ${value}`;

/** The same fact the other way round: factors and summands change places, a difference is added up again. */
function checkEquation({ left, operator, right, value }: Operation): string {
  return operator === '-' ? `${value}+${right} is ${left}` : `${right}${operator}${left} is ${value}`;
}

const WORD_STEP = /^ ?(?:we have \d+(?: and \d+)*|(?:first|then|check|again) \d+[*+-]\d+ is \d+|so it is \d+);$/;
const SYMBOL_STEP = /^\d+[*+-]\d+=\d+;$/;
const FINAL = /^ ?#\d+$/;
/** The longest trace that is drawn at the greatest depth, four, has eight steps; room for a model's own padding. */
const STEPS_MAX = 24;

/** A trace cut after each `;`: the parts join to it again, a space staying with the word behind it. */
export function traceSteps(answer: string): string[] {
  return answer === '' ? [] : answer.split(/(?<=;)(?=.)/s);
}

/** Whether a text is a trace of one dialect, true or not: steps, each ended by `;`, and a number behind `#`. */
export function isTrace(answer: string): boolean {
  const steps = traceSteps(answer.trim());
  const final = steps.pop();
  if (final === undefined || !FINAL.test(final) || steps.length >= STEPS_MAX) return false;
  const isSymbolic = steps.length > 0 && SYMBOL_STEP.test(steps[0] ?? '');
  if (isSymbolic) return !final.startsWith(' ') && steps.every((step) => SYMBOL_STEP.test(step));
  return [...steps, final].every(
    (step, i) => step.startsWith(' ') === i > 0 && (i === steps.length || WORD_STEP.test(step)),
  );
}

/** A trace with nothing wrong in it. */
export function drawRightTrace(expression: Expression, style: TraceStyle, random: RandomStream): string {
  const operations = workedOperations(expression);
  return drawTrace(expression, operations, operations.at(-1)?.value ?? 0, style, random);
}
