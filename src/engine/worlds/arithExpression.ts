import type { RandomStream } from '../train/rng.ts';

/** A sum of terms, each a number or one product of two numbers: what a prompt of the `arith` world asks for. */
export interface Expression {
  readonly terms: readonly Term[];
}

export interface Term {
  readonly sign: '+' | '-';
  /** One or two numbers, whole and at least 1. */
  readonly factors: readonly number[];
}

export type Operator = '*' | '+' | '-';

/** One operation of the working: products first, then sums from left to right. */
export interface Operation {
  readonly left: number;
  readonly operator: Operator;
  readonly right: number;
  readonly value: number;
}

/** Of two operations or more, how many hold a product; of one alone, half do. */
const PRODUCT_SHARE = 0.75;
const SINGLE_PRODUCT_SHARE = 0.5;
/** A prompt beyond these is not one of this world's; generated ones stay far below. */
const DIGITS_MAX = 6;
const TERMS_MAX = 9;

const NUMBER = `[1-9]\\d{0,${DIGITS_MAX - 1}}`;
const TERM = `${NUMBER}(?:\\*${NUMBER})?`;
const PROMPT = new RegExp(`^${TERM}(?:[+-]${TERM}){0,${TERMS_MAX - 1}}=\\n$`);

export function calculated(left: number, operator: Operator, right: number): number {
  if (operator === '*') return left * right;
  return operator === '+' ? left + right : left - right;
}

/** The expression that a prompt asks for (`7+5*3=` and a newline); undefined where the prompt is not of this world. */
export function parseExpression(prompt: string): Expression | undefined {
  if (!PROMPT.test(prompt)) return undefined;
  const terms = [...prompt.matchAll(/([+-]?)([\d*]+)/g)].map(
    ([, sign, product = '']): Term => ({ sign: sign === '-' ? '-' : '+', factors: product.split('*').map(Number) }),
  );
  return { terms };
}

export function expressionPrompt({ terms }: Expression): string {
  const text = terms.map(({ sign, factors }, i) => `${i === 0 ? '' : sign}${factors.join('*')}`).join('');
  return `${text}=\n`;
}

/**
 * The working of an expression, operation by operation; the last value is its answer. `distort` may put another value in
 * the place of the right one, which later operations then take over.
 */
export function workedOperations(
  { terms }: Expression,
  distort: (operation: Operation, index: number) => number = ({ value }) => value,
): Operation[] {
  const operations: Operation[] = [];
  const work = (left: number, operator: Operator, right: number): number => {
    const operation = { left, operator, right, value: calculated(left, operator, right) };
    const value = distort(operation, operations.length);
    operations.push({ ...operation, value });
    return value;
  };
  const values = terms.map(({ factors: [first = 0, second] }) =>
    second === undefined ? first : work(first, '*', second),
  );
  values.slice(1).reduce((total, value, i) => work(total, terms[i + 1]?.sign ?? '+', value), values[0] ?? 0);
  return operations;
}

/** The right answer of an expression. */
export function expressionValue(expression: Expression): number {
  return workedOperations(expression).at(-1)?.value ?? expression.terms[0]?.factors[0] ?? 0;
}

/**
 * An expression of 1 … `depth` operations, at most one of them a product (by one digit), over numbers of 1 … `digits`
 * digits, every count equally likely: easy and hard prompts in one set. No value of its working is below 0.
 */
export function drawExpression(depth: number, digits: number, random: RandomStream): Expression {
  const operations = 1 + random.integer(depth);
  const hasProduct = random.uniform() < (operations === 1 ? SINGLE_PRODUCT_SHARE : PRODUCT_SHARE);
  const count = operations + (hasProduct ? 0 : 1);
  const productAt = hasProduct ? random.integer(count) : -1;
  const terms: Term[] = [];
  let total = 0;
  for (let i = 0; i < count; i++) {
    const factors =
      i === productAt ? [drawNumber(digits, 2, random), 2 + random.integer(8)] : [drawNumber(digits, 1, random)];
    const value = factors.reduce((product, factor) => product * factor, 1);
    const sign = i > 0 && random.uniform() < 0.5 && value <= total ? '-' : '+';
    total += sign === '-' ? -value : value;
    terms.push({ sign, factors });
  }
  return { terms };
}

function drawNumber(digits: number, least: number, random: RandomStream): number {
  const low = 10 ** random.integer(digits);
  const from = Math.max(low, least);
  return from + random.integer(10 * low - from);
}
