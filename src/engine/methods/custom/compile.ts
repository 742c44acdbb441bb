import type { Expression, MathInterface } from '../../math/types.ts';
import { logRatio, perToken } from '../terms.ts';
import type { Hyperparameters, ObjectiveBatch, ObjectiveOutput } from '../types.ts';
import type { Checked } from './check.ts';
import { applyToNumbers, BINARY_OPERATIONS, UNARY_OPERATIONS } from './constants.ts';
import type { Node, Program } from './syntax.ts';
import { PARAMETER_BY_NAME } from './vocabulary.ts';

/** A difference that no one has read as one number yet. */
interface Difference {
  readonly minuend: Expression;
  readonly subtrahend: Expression;
}
type Value = number | Expression | Difference;

/** Whole exponents up to this are products; others go through exp and log. */
const LARGEST_PRODUCT = 64;

/**
 * The tree as calls of the math interface; definitions are recorded once, when the loss first reads them.
 *
 * A constant times a difference of two quantities of each pair is the difference of the products, β·u − β·v: so the methods
 * write their margins, and what is typed as they state it gives their numbers to the last digit.
 *
 * Rewards: β times the log-ratio where the loss depends on a reference quantity, else β times the log-prob per token; β is
 * that of the expression, or 1 where it has none.
 */
export function compile(
  { definitions, loss }: Program,
  { quantities, parameters }: Checked,
  m: MathInterface,
  { chosen, rejected }: ObjectiveBatch,
  hyper: Hyperparameters,
): ObjectiveOutput {
  const known = new Map<string, Value>();
  const defined = new Map(definitions.map(({ name, value }) => [name?.text ?? '', value]));

  const settle = (value: Value): number | Expression =>
    typeof value === 'object' && 'minuend' in value ? m.sub(value.minuend, value.subtrahend) : value;
  const expression = (value: Value): Expression => {
    const settled = settle(value);
    return typeof settled === 'number' ? m.constant(settled) : settled;
  };
  /** Repeated for each pair where it is one number. */
  const ofPairs = (value: Value): Expression => {
    const settled = expression(value);
    return settled.axis === 'scalar' ? m.add(m.scale(chosen.lengths, 0), settled) : settled;
  };

  const quantity = (name: string): Value => {
    switch (name) {
      case 'chosen_logps':
        return chosen.logps;
      case 'rejected_logps':
        return rejected.logps;
      case 'ref_chosen_logps':
        return chosen.refLogps;
      case 'ref_rejected_logps':
        return rejected.refLogps;
      case 'chosen_logratios':
        return logRatio(m, chosen);
      case 'rejected_logratios':
        return logRatio(m, rejected);
      case 'delta':
        return { minuend: expression(named('chosen_logratios')), subtrahend: expression(named('rejected_logratios')) };
      case 'chosen_length':
        return chosen.lengths;
      case 'rejected_length':
        return rejected.lengths;
      case 'chosen_avg_logps':
        return perToken(m, chosen.logps, chosen);
      case 'rejected_avg_logps':
        return perToken(m, rejected.logps, rejected);
      default:
        throw new RangeError(`no quantity ${name}`);
    }
  };

  const named = (name: string): Value => {
    const before = known.get(name);
    if (before !== undefined) return before;
    const definition = defined.get(name);
    const parameter = PARAMETER_BY_NAME.get(name);
    const value = definition
      ? evaluate(definition)
      : parameter
        ? setting(hyper, parameter.setting.name)
        : quantity(name);
    known.set(name, value);
    return value;
  };

  const evaluate = (node: Node): Value => {
    switch (node.kind) {
      case 'number':
        return node.value;
      case 'name':
        return named(node.name);
      case 'negate': {
        const operand = settle(evaluate(node.operand));
        return typeof operand === 'number' ? -operand : m.neg(operand);
      }
      case 'binary':
        return apply(node.operator, [evaluate(node.left), evaluate(node.right)]);
      case 'compare':
        return apply('-', [evaluate(node.greater), evaluate(node.smaller)]);
      case 'call':
        return apply(node.name, node.operands.map(evaluate));
    }
  };

  const apply = (word: string, values: readonly Value[]): Value => {
    if (word === 'mean') return m.mean(ofPairs(values[0] as Value));
    if (word === 'sum') return m.sum(ofPairs(values[0] as Value));
    if (word === '*') return product(m, values[0] as Value, values[1] as Value, settle);
    const operands = values.map(settle);
    if (operands.every((operand) => typeof operand === 'number')) return applyToNumbers(word, operands);
    const [a, b, c] = operands as [number | Expression, number | Expression, number | Expression];
    if (word === '-' && isOfPairs(a) && isOfPairs(b)) return { minuend: a, subtrahend: b };
    if (word === '^') return power(m, expression(a), b as number);
    if (word === 'logsigmoid') return m.logSigmoid(a);
    if (word === 'select') return typeof a === 'number' ? (a > 0 ? b : c) : m.select(a, b, c);
    if (word === 'stopgrad') return m.stopGradient(expression(a));
    const unary = UNARY_OPERATIONS.get(word);
    if (unary !== undefined) return m[unary](expression(a));
    const binary = BINARY_OPERATIONS.get(word);
    if (binary === undefined) throw new RangeError(`no function ${word}`);
    return m[binary](a, b);
  };

  const result = expression(evaluate(loss.value));
  const losses = ofPairs(result);
  const hasReference = quantities.some(({ readsReference }) => readsReference);
  const beta = parameters.some(({ name }) => name === 'beta') ? setting(hyper, 'beta') : 1;
  const reward = (side: typeof chosen) =>
    m.scale(hasReference ? logRatio(m, side) : perToken(m, side.logps, side), beta);
  return {
    loss: result.axis === 'scalar' ? result : m.mean(losses),
    losses,
    chosenRewards: reward(chosen),
    rejectedRewards: reward(rejected),
  };
}

function product(m: MathInterface, x: Value, y: Value, settle: (value: Value) => number | Expression): Value {
  const [a, b] = typeof x === 'number' ? [y, x] : [x, y];
  if (typeof b !== 'number') return m.mul(settle(a), settle(b));
  if (typeof a === 'number') return a * b;
  return 'minuend' in a ? { minuend: m.scale(a.minuend, b), subtrahend: m.scale(a.subtrahend, b) } : m.scale(a, b);
}

/** a to the power of a constant: exact products for small whole numbers, else exp(c · log a), which asks for a > 0. */
function power(m: MathInterface, a: Expression, exponent: number): Expression {
  if (!Number.isInteger(exponent) || Math.abs(exponent) > LARGEST_PRODUCT) {
    return m.exp(m.scale(m.log(a), exponent));
  }
  if (exponent === 0) return m.add(m.scale(a, 0), 1);
  let result: Expression | null = null;
  let square = a;
  for (let rest = Math.abs(exponent); ; ) {
    if (rest % 2 === 1) result = result === null ? square : m.mul(result, square);
    rest = Math.floor(rest / 2);
    if (rest === 0) break;
    square = m.square(square);
  }
  const whole = result ?? a;
  return exponent < 0 ? m.div(1, whole) : whole;
}

function isOfPairs(value: number | Expression): value is Expression {
  return typeof value !== 'number' && value.axis !== 'scalar';
}

function setting(hyper: Hyperparameters, name: string): number {
  return hyper[name] ?? Number.NaN;
}
