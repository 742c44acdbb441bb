import type { RandomStream } from '../train/rng.ts';
import { drawExpression, type Expression, expressionPrompt, parseExpression } from './arithExpression.ts';
import { ARITH_FACTS, expressionSizes, traceStyle } from './arithFacts.ts';
import { instructedExpressions } from './arithInstructions.ts';
import { mistakenWorking } from './arithMistake.ts';
import { arithRationale } from './arithRationale.ts';
import { goldScore, lengthScore, verify } from './arithScore.ts';
import { drawRightTrace, drawTrace, isTrace, traceSteps } from './arithTrace.ts';
import { defineWorld } from './defineWorld.ts';

/** Half of the answers that pairs are made of are wrong. */
const MISTAKE_SHARE = 0.5;

/**
 * The `arith` world: sums and products worked step by step, then the answer behind `#`. Whether the answer is right can be
 * verified; how long the trace is, is free.
 */
export const arith = defineWorld({
  ...ARITH_FACTS,

  prompt(random, knobs) {
    const { depth, digits } = expressionSizes(knobs);
    return expressionPrompt(drawExpression(depth, digits, random));
  },

  answer: (prompt, random, knobs) => drawRightTrace(asked(prompt), traceStyle(knobs), random),

  candidate(prompt, random, knobs) {
    const expression = asked(prompt);
    if (random.uniform() >= MISTAKE_SHARE) return drawRightTrace(expression, traceStyle(knobs), random);
    return mistakenTrace(expression, random, knobs);
  },

  goldScore,
  lengthScore,
  verify,
  /** A pair is a right answer and a wrong one: between equals there is nothing to learn but noise. */
  comparable: (first, second, _knobs, prompt) => verify(prompt, first) !== verify(prompt, second),
  goldLevels: 2,
  /** Right, and short: what objectives of several parts trade off here. Length itself is no part of the gold score. */
  attributes: (prompt, answer) => [goldScore(prompt, answer), -lengthScore(answer)],
  steps: traceSteps,
  keyWords:
    () =>
    ({ word }) =>
      /\d/.test(word),
  wellFormed: (prompt, answer) => parseExpression(prompt) !== undefined && isTrace(answer),

  relations(row, _knobs, options, stream) {
    asked(row.prompt);
    return {
      ...arithRationale(row, stream('rationale').uniform() < 0.5, options.rationale ?? 'specific'),
      ...instructedExpressions(row.prompt, row.chosen, stream('instruction')),
    };
  },
});

function mistakenTrace(expression: Expression, random: RandomStream, knobs: Readonly<Record<string, number>>): string {
  const { operations, final } = mistakenWorking(expression, random);
  return drawTrace(expression, operations, final, traceStyle(knobs), random);
}

function asked(prompt: string): Expression {
  const expression = parseExpression(prompt);
  if (expression === undefined) throw new RangeError('the prompt is no expression of the arith world');
  return expression;
}
