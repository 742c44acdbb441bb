import { calculated, type Operator } from './arithExpression.ts';
import { traceSteps } from './arithTrace.ts';

/** An equation as it stands in a trace. */
export interface WrittenEquation {
  /** `5*3 is 16`, or `5*3=16` in the dialect of symbols. */
  readonly text: string;
  readonly isTrue: boolean;
}

/** The equations of a trace in order, whatever else is in it; checks are equations too. */
export function writtenEquations(answer: string): WrittenEquation[] {
  return traceSteps(answer).flatMap((step) => {
    const [text = '', left, operator, right, value] = /(\d+)([*+-])(\d+)(?: is |=)(\d+)/.exec(step) ?? [];
    if (operator === undefined) return [];
    return [{ text, isTrue: calculated(Number(left), operator as Operator, Number(right)) === Number(value) }];
  });
}

/** The text behind the first `#`; undefined where there is none. */
export function finalNumber(answer: string): string | undefined {
  return /#(\d+)/.exec(answer)?.[1];
}
