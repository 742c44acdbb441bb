import { readAnswer } from './claimsAnswer.ts';
import { parseQuestion } from './claimsQuestions.ts';
import { symbolCount } from './symbolCount.ts';

/** Length in words, digits and marks. Measured over 400,000 draws of `candidate` (claims.test.ts checks). */
export const CLAIMS_LENGTH = { mean: 23.89, sd: 14.43 } as const;
/** Half of the candidates are true, by construction: their gold scores have mean 0 and standard deviation 1. */
const TRUE_SHARE = 0.5;
const DEVIATION = Math.sqrt(TRUE_SHARE * (1 - TRUE_SHARE));

/** 1 where the text has the world's form and what it claims is true, whether or not it called a tool; else 0. */
export function verify(prompt: string, answer: string): number {
  const question = parseQuestion(prompt);
  return question !== undefined && readAnswer(question, answer)?.value === question.truth ? 1 : 0;
}

export function goldScore(prompt: string, answer: string): number {
  return (verify(prompt, answer) - TRUE_SHARE) / DEVIATION;
}

export function lengthScore(answer: string): number {
  return (symbolCount(answer) - CLAIMS_LENGTH.mean) / CLAIMS_LENGTH.sd;
}
