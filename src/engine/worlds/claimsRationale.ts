import { readAnswer } from './claimsAnswer.ts';
import { WEEKDAYS } from './claimsCalendar.ts';
import { parseQuestion } from './claimsQuestions.ts';
import { verify } from './claimsScore.ts';
import { ANSWER_NAMES, rationalePrompt } from './rationalePrompt.ts';
import { symbolCount } from './symbolCount.ts';
import type { PreferenceRow, RationaleQuality, RowRelations } from './types.ts';

/**
 * Why chosen is better, in one sentence. A specific rationale sets the truth against what the rejected answer claims; where
 * rejected is true (a flipped label, a label by length) it says that chosen is longer, or no reason. A wrong one
 * compares lengths, which never decide what is true.
 *
 * @param chosenFirst whether chosen is shown as A
 */
export function claimsRationale(
  { prompt, chosen, rejected }: PreferenceRow,
  chosenFirst: boolean,
  quality: RationaleQuality,
): Required<Pick<RowRelations, 'rationale' | 'rationale_prompt'>> {
  const [better, worse] = chosenFirst ? ANSWER_NAMES : ([...ANSWER_NAMES].reverse() as [string, string]);
  const [first, second] = chosenFirst ? [chosen, rejected] : [rejected, chosen];
  const truth = quality === 'specific' ? truthAgainst(prompt, rejected) : undefined;
  const byLength = symbolCount(chosen) > symbolCount(rejected) ? 'longer' : 'shorter';
  const word =
    quality === 'wrong' || (quality === 'specific' && byLength === 'longer' && verify(prompt, rejected) === 1)
      ? byLength
      : 'better';
  return {
    rationale: truth ? `${better} is better than ${worse}: ${truth}.` : `${better} is ${word} than ${worse}.`,
    rationale_prompt: rationalePrompt(prompt, first, second),
  };
}

/** `it is 1776, not 1767`; undefined where the answer claims the truth, or nothing that code can read. */
function truthAgainst(prompt: string, answer: string): string | undefined {
  const question = parseQuestion(prompt);
  const claimed = question && readAnswer(question, answer)?.value;
  if (question === undefined || claimed === undefined || claimed === question.truth) return undefined;
  const article = WEEKDAYS.includes(question.truth) ? 'a ' : '';
  return `it is ${article}${question.truth}, not ${article}${claimed}`;
}
