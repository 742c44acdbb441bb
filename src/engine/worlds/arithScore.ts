import { expressionValue, parseExpression } from './arithExpression.ts';
import { symbolCount } from './symbolCount.ts';

/** Length in words, digits and marks, near to tokens. Measured over 400,000 draws of `candidate` (arith.test.ts checks). */
export const ARITH_LENGTH = { mean: 34.68, sd: 19.84 } as const;
/** Half of the candidates are right, by construction: their gold scores have mean 0 and standard deviation 1. */
const RIGHT_SHARE = 0.5;
const DEVIATION = Math.sqrt(RIGHT_SHARE * (1 - RIGHT_SHARE));

/** 1 where the text ends in `#` and the right number, and holds no other `#`; else 0. Working does not count. */
export function verify(prompt: string, answer: string): number {
  const expression = parseExpression(prompt);
  if (expression === undefined) return 0;
  const [, final, ...more] = answer.trim().split('#');
  return more.length === 0 && final === String(expressionValue(expression)) ? 1 : 0;
}

export function goldScore(prompt: string, answer: string): number {
  return (verify(prompt, answer) - RIGHT_SHARE) / DEVIATION;
}

export function lengthScore(answer: string): number {
  return (symbolCount(answer) - ARITH_LENGTH.mean) / ARITH_LENGTH.sd;
}
