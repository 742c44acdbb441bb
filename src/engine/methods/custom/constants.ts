import { ELEMENT_RULES } from '../../math/elementwise.ts';
import type { BinaryOp, UnaryOp } from '../../math/graph.ts';

/** Words that are operations of the math interface under another name. `logsigmoid` and `select` are built in `compile.ts`. */
export const UNARY_OPERATIONS: ReadonlyMap<string, UnaryOp> = new Map([
  ['log', 'log'],
  ['exp', 'exp'],
  ['sigmoid', 'sigmoid'],
  ['softplus', 'softplus'],
  ['relu', 'relu'],
  ['square', 'square'],
  ['abs', 'abs'],
  ['stopgrad', 'stopGradient'],
]);

export const BINARY_OPERATIONS: ReadonlyMap<string, BinaryOp> = new Map([
  ['+', 'add'],
  ['-', 'sub'],
  ['*', 'mul'],
  ['/', 'div'],
  ['min', 'minimum'],
  ['max', 'maximum'],
]);

/** What a function or operator makes of numbers alone: the same rules as in the graph. NaN where it has no value. */
export function applyToNumbers(word: string, operands: readonly number[]): number {
  const [a = Number.NaN, b = Number.NaN, c = Number.NaN] = operands;
  if (word === '^') return a ** b;
  if (word === 'logsigmoid') return -ELEMENT_RULES.softplus.value(-a, 0, 0);
  if (word === 'select') return a > 0 ? b : c;
  const operation = UNARY_OPERATIONS.get(word) ?? BINARY_OPERATIONS.get(word);
  return operation === undefined ? Number.NaN : ELEMENT_RULES[operation].value(a, b, c);
}
