import type { RandomStream } from '../train/rng.ts';
import type { ToolCall } from './claimsTools.ts';

/** A question with its truth, read off a prompt or drawn. */
export interface Question {
  /** Ends in a newline. */
  readonly prompt: string;
  /** Calls that lead to the truth, in order; the last one's observation is the truth. */
  readonly calls: readonly ToolCall[];
  /** A whole number, or a weekday. */
  readonly truth: string;
  /** The two sentences that claim a value. */
  claims(value: string): readonly [short: string, full: string];
  /** A question of the same kind with one thing changed: what a careless reader takes it for. */
  neighbour(random: RandomStream): Question;
}

/** A kind of questions. */
export interface QuestionKind {
  /** @param digits numbers have up to so many digits, every count equally likely */
  draw(random: RandomStream, digits: number): Question;
  /** The question that a prompt asks; undefined where it is not of this kind. */
  parse(prompt: string): Question | undefined;
}

/** What a kind says of the parts its questions are made of. */
export interface QuestionRules<Parts> {
  draw(random: RandomStream, digits: number): Parts;
  /** Of one line without its newline. */
  prompt(parts: Parts): string;
  /** The parts of a line; undefined where it has another form, or asks for what is not there. */
  parse(line: string): Parts | undefined;
  calls(parts: Parts): readonly ToolCall[];
  short(value: string, parts: Parts): string;
  full(value: string, parts: Parts): string;
  neighbour(parts: Parts, random: RandomStream): Parts;
}

export function defineQuestionKind<Parts>(
  rules: QuestionRules<Parts>,
  observation: (call: ToolCall) => string,
): QuestionKind {
  const question = (parts: Parts): Question => {
    const calls = rules.calls(parts);
    const last = calls.at(-1);
    if (last === undefined) throw new RangeError('a question needs at least one call');
    return {
      prompt: `${rules.prompt(parts)}\n`,
      calls,
      truth: observation(last),
      claims: (value) => [rules.short(value, parts), rules.full(value, parts)],
      neighbour: (random) => question(rules.neighbour(parts, random)),
    };
  };
  return {
    draw: (random, digits) => question(rules.draw(random, digits)),
    parse(prompt) {
      const parts = prompt.endsWith('\n') ? rules.parse(prompt.slice(0, -1)) : undefined;
      return parts === undefined ? undefined : question(parts);
    },
  };
}

/** A number of 1 … `digits` digits, every count of digits equally likely; at least `least` (1 … 9). */
export function drawSized(random: RandomStream, digits: number, least = 1): number {
  const low = 10 ** random.integer(digits);
  const from = Math.max(low, least);
  return from + random.integer(10 * low - from);
}

/** A number near another, never it, at least 1: a digit misread, or one more or less. */
export function misread(value: number, random: RandomStream): number {
  const digits = [...String(value)];
  const at = random.integer(digits.length);
  digits[at] = String(random.integer(10));
  const read = Number(digits.join(''));
  return read === value || read === 0 ? value + 1 : read;
}
