import type { RandomStream } from '../train/rng.ts';
import { type Expression, expressionValue, type Operation, workedOperations } from './arithExpression.ts';
import { digitSlip } from './digitSlip.ts';

export interface Working {
  readonly operations: readonly Operation[];
  /** The number behind `#`. */
  readonly final: number;
}

/**
 * The working of an expression with one mistake of the kinds that small models make: a product of the neighbouring row of
 * the table, a carry lost or made up in a sum, a digit swapped or slipped in the last number. Later operations take the
 * wrong value over, so the final number is wrong too; nothing is below 0.
 */
export function mistakenWorking(expression: Expression, random: RandomStream): Working {
  const right = expressionValue(expression);
  for (;;) {
    const count = workedOperations(expression).length;
    const at = random.integer(count + 1);
    const operations = workedOperations(expression, (operation, i) =>
      i === at ? wrongValue(operation, random) : operation.value,
    );
    const value = operations.at(-1)?.value ?? right;
    const final = at === count ? digitSlip(value, random) : value;
    if (final !== right && operations.every((operation) => operation.value >= 0)) return { operations, final };
  }
}

function wrongValue({ left, operator, right, value }: Operation, random: RandomStream): number {
  const up = random.uniform() < 0.5 ? 1 : -1;
  if (operator === '*')
    return random.uniform() < 0.6 ? value + up * (random.uniform() < 0.5 ? left : right) : value + up;
  return random.uniform() < 0.6 ? value + 10 * up : value + up;
}
