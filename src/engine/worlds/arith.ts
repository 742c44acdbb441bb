import type { RandomStream } from '../train/rng.ts';
import { drawExpression, type Expression, expressionPrompt, parseExpression } from './arithExpression.ts';
import { ARITH_KNOBS, expressionSizes, traceStyle } from './arithKnobs.ts';
import { mistakenWorking } from './arithMistake.ts';
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
  id: 'arith',
  label: 'Arithmetic',
  idea: 'Sums and products, worked step by step. Quality is the right number at the end, however long the working.',
  knobs: ARITH_KNOBS,

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
  steps: traceSteps,
  wellFormed: (prompt, answer) => parseExpression(prompt) !== undefined && isTrace(answer),
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
