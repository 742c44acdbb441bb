import type { RandomStream } from '../train/rng.ts';
import { dateText, dayNumber } from './claimsCalendar.ts';
import { defineQuestionKind, drawSized, misread, type Question, type QuestionKind } from './claimsQuestion.ts';
import { ATTRIBUTE_UNITS, type Attribute, factName, lookUp, namesWith } from './claimsTable.ts';
import { observation } from './claimsTools.ts';
import { CONVERSIONS } from './claimsUnits.ts';

/** No number of a prompt has more; a prompt beyond is not one of this world's. */
const NUMBER = '([1-9]\\d{0,8})';
const DATE = '(\\d+ [A-Z][a-z]+ \\d+)';
const OPERATORS = { times: '*', plus: '+', minus: '-' } as const;
type OperatorWord = keyof typeof OPERATORS;

const arithmetic = defineQuestionKind<{ left: number; word: OperatorWord; right: number }>(
  {
    draw(random, digits) {
      const [a, b] = [drawSized(random, digits, 2), drawSized(random, digits, 2)];
      const word = random.pick(Object.keys(OPERATORS) as OperatorWord[]);
      return word === 'minus' && a < b ? { left: b, word, right: a } : { left: a, word, right: b };
    },
    prompt: ({ left, word, right }) => `What is ${left} ${word} ${right}?`,
    parse(line) {
      const [, left, word, right] = matched(line, `What is ${NUMBER} (times|plus|minus) ${NUMBER}\\?`);
      if (word === undefined || (word === 'minus' && Number(left) < Number(right))) return undefined;
      return { left: Number(left), word: word as OperatorWord, right: Number(right) };
    },
    calls: ({ left, word, right }) => [{ tool: 'calc', input: `${left}${OPERATORS[word]}${right}` }],
    short: (value) => `It is ${value}.`,
    full: (value, { left, word, right }) => `${left} ${word} ${right} is ${value}.`,
    neighbour({ left, word, right }, random) {
      const [a, b] = random.uniform() < 0.5 ? [misread(left, random), right] : [left, misread(right, random)];
      return word === 'minus' && a < b ? { left: b, word, right: a } : { left: a, word, right: b };
    },
  },
  observation,
);

const FIRST_DAY = dayNumber('1 January 2000') ?? 0;
const LAST_DAY = dayNumber('31 December 2029') ?? 0;
const DAYS_APART_MAX = 9999;
const drawDay = (random: RandomStream) => FIRST_DAY + random.integer(LAST_DAY - FIRST_DAY + 1);

const weekday = defineQuestionKind<{ day: number }>(
  {
    draw: (random) => ({ day: drawDay(random) }),
    prompt: ({ day }) => `Which day is ${dateText(day)}?`,
    parse(line) {
      const day = dayNumber(matched(line, `Which day is ${DATE}\\?`)[1] ?? '');
      return day === null ? undefined : { day };
    },
    calls: ({ day }) => [{ tool: 'date', input: dateText(day) }],
    short: (value) => `It is a ${value}.`,
    full: (value, { day }) => `${dateText(day)} is a ${value}.`,
    neighbour: ({ day }, random) => ({ day: day + random.pick([1, 2, 10, 31, 365]) }),
  },
  observation,
);

const daysBetween = defineQuestionKind<{ from: number; days: number }>(
  {
    draw: (random, digits) => ({ from: drawDay(random), days: Math.min(drawSized(random, digits), DAYS_APART_MAX) }),
    prompt: ({ from, days }) => `How many days are there from ${dateText(from)} to ${dateText(from + days)}?`,
    parse(line) {
      const [, from = '', to = ''] = matched(line, `How many days are there from ${DATE} to ${DATE}\\?`);
      const [first, last] = [dayNumber(from), dayNumber(to)];
      return first === null || last === null || last <= first ? undefined : { from: first, days: last - first };
    },
    calls: ({ from, days }) => [{ tool: 'date', input: `${dateText(from)} to ${dateText(from + days)}` }],
    short: (value) => `It is ${value} days.`,
    full: (value) => `The time between them is ${value} days.`,
    neighbour: ({ from, days }, random) => ({ from, days: misread(days, random) }),
  },
  observation,
);

const ATTRIBUTES = Object.keys(ATTRIBUTE_UNITS) as Attribute[];

/** Several, so that a prompt kept for held-out rows does not keep its fact from whoever learns the table by heart. */
const FACT_REQUESTS = ['What is the @?', 'Tell me the @.', 'Please tell me the @.', 'Can you tell me the @?'] as const;

const fact = defineQuestionKind<{ attribute: Attribute; name: string; request: string }>(
  {
    draw(random) {
      const attribute = random.pick(ATTRIBUTES);
      return { attribute, name: random.pick(namesWith(attribute)), request: random.pick(FACT_REQUESTS) };
    },
    prompt: ({ attribute, name, request }) => request.replace('@', factName(attribute, name)),
    parse(line) {
      const [asked = '', attribute, name = ''] = matched(line, `.*the (${ATTRIBUTES.join('|')}) of the ([a-z]+)[.?]`);
      if (attribute === undefined || !namesWith(attribute as Attribute).includes(name)) return undefined;
      const request = asked.replace(factName(attribute as Attribute, name), '@');
      if (!FACT_REQUESTS.some((known) => known === request)) return undefined;
      return { attribute: attribute as Attribute, name, request };
    },
    calls: ({ attribute, name }) => [{ tool: 'lookup', input: factName(attribute, name) }],
    short: (value, { attribute }) => `It is ${value}${ATTRIBUTE_UNITS[attribute]}.`,
    full: (value, { attribute, name }) => `The ${factName(attribute, name)} is ${value}${ATTRIBUTE_UNITS[attribute]}.`,
    neighbour: ({ attribute, name, request }, random) => ({
      attribute,
      name: anotherOf(namesWith(attribute), name, random),
      request,
    }),
  },
  observation,
);

const total = defineQuestionKind<{ attribute: 'price' | 'weight'; name: string; count: number }>(
  {
    draw(random, digits) {
      const attribute = random.pick(['price', 'weight'] as const);
      return { attribute, name: random.pick(namesWith(attribute)), count: drawSized(random, digits, 2) };
    },
    prompt: ({ attribute, name, count }) => `What is the ${attribute} of ${count} ${name}s?`,
    parse(line) {
      const [, attribute, count, name = ''] = matched(line, `What is the (price|weight) of ${NUMBER} ([a-z]+)s\\?`);
      if (attribute === undefined || !namesWith('price').includes(name)) return undefined;
      return { attribute: attribute as 'price' | 'weight', name, count: Number(count) };
    },
    calls: ({ attribute, name, count }) => [
      { tool: 'lookup', input: factName(attribute, name) },
      { tool: 'calc', input: `${lookUp(factName(attribute, name))}*${count}` },
    ],
    short: (value, { attribute }) => `It is ${value}${ATTRIBUTE_UNITS[attribute]}.`,
    full: (value, { attribute, name, count }) =>
      `The ${attribute} of ${count} ${name}s is ${value}${ATTRIBUTE_UNITS[attribute]}.`,
    neighbour: ({ attribute, name, count }, random) =>
      random.uniform() < 0.5
        ? { attribute, name: anotherOf(namesWith(attribute), name, random), count }
        : { attribute, name, count: misread(count, random) },
  },
  observation,
);

const units = defineQuestionKind<{ conversion: (typeof CONVERSIONS)[number]; amount: number }>(
  {
    draw: (random, digits) => ({ conversion: random.pick(CONVERSIONS), amount: drawSized(random, digits, 2) }),
    prompt: ({ conversion: { large, small }, amount }) => `How many ${small} are ${amount} ${large}?`,
    parse(line) {
      const [, small, amount, large] = matched(line, `How many ([a-z]+) are ${NUMBER} ([a-z]+)\\?`);
      const conversion = CONVERSIONS.find((known) => known.large === large && known.small === small);
      return conversion && { conversion, amount: Number(amount) };
    },
    calls: ({ conversion: { large, small }, amount }) => [{ tool: 'units', input: `${amount} ${large} to ${small}` }],
    short: (value, { conversion }) => `It is ${value} ${conversion.small}.`,
    full: (value, { conversion: { large, small }, amount }) => `${amount} ${large} are ${value} ${small}.`,
    neighbour: ({ conversion, amount }, random) => ({ conversion, amount: misread(amount, random) }),
  },
  observation,
);

/** The kinds of question, each as often as another. */
const KINDS: readonly QuestionKind[] = [arithmetic, weekday, daysBetween, fact, total, units];

export function drawQuestion(random: RandomStream, digits: number): Question {
  return random.pick(KINDS).draw(random, digits);
}

/** The question of a prompt; undefined where the prompt is not one of this world's. */
export function parseQuestion(prompt: string): Question | undefined {
  for (const kind of KINDS) {
    const question = kind.parse(prompt);
    if (question !== undefined) return question;
  }
  return undefined;
}

const matched = (line: string, pattern: string): readonly (string | undefined)[] =>
  new RegExp(`^${pattern}$`).exec(line) ?? [];
const anotherOf = (names: readonly string[], name: string, random: RandomStream): string =>
  random.pick(names.filter((other) => other !== name));
