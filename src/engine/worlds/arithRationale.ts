import { verify } from './arithScore.ts';
import { finalNumber, writtenEquations } from './arithWorking.ts';
import { ANSWER_NAMES, rationalePrompt } from './rationalePrompt.ts';
import { symbolCount } from './symbolCount.ts';
import type { PreferenceRow, RationaleQuality, RowRelations } from './types.ts';

/**
 * Why chosen is better, in one sentence. A specific rationale names the first false step of the rejected answer, or its
 * last number where the working is true or left out. Where rejected is right (a flipped label, a label by length) it says
 * that chosen is longer, or no reason. A wrong one names a true step of the rejected answer, or else the lengths.
 *
 * @param chosenFirst whether chosen is shown as A
 */
export function arithRationale(
  row: PreferenceRow,
  chosenFirst: boolean,
  quality: RationaleQuality,
): Required<Pick<RowRelations, 'rationale' | 'rationale_prompt'>> {
  const { prompt, chosen, rejected } = row;
  const [better, worse] = chosenFirst ? ANSWER_NAMES : ([...ANSWER_NAMES].reverse() as [string, string]);
  const [first, second] = chosenFirst ? [chosen, rejected] : [rejected, chosen];
  const named = quality === 'generic' ? undefined : quality === 'wrong' ? trueStep(rejected) : falseStep(row);
  const byLength = symbolCount(chosen) > symbolCount(rejected) ? 'longer' : 'shorter';
  const word =
    quality === 'wrong' || (quality === 'specific' && byLength === 'longer' && verify(prompt, rejected) === 1)
      ? byLength
      : 'better';
  return {
    rationale: named
      ? `${better} is better than ${worse}: in ${worse} ${named}, and that is wrong.`
      : `${better} is ${word} than ${worse}.`,
    rationale_prompt: rationalePrompt(prompt, first, second),
  };
}

/** What is wrong with a rejected answer; undefined where nothing is. */
function falseStep({ prompt, rejected }: PreferenceRow): string | undefined {
  const final = finalNumber(rejected);
  const equation = writtenEquations(rejected).find(({ isTrue }) => !isTrue)?.text;
  if (equation !== undefined) return equation;
  return final === undefined || verify(prompt, rejected) === 1 ? undefined : `the answer is ${final}`;
}

const trueStep = (answer: string): string | undefined => writtenEquations(answer).find(({ isTrue }) => isTrue)?.text;
