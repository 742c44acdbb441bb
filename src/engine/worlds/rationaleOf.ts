import { ANSWER_NAMES, rationalePrompt } from './rationalePrompt.ts';
import type { PreferenceRow, RowRelations } from './types.ts';

/**
 * A rationale with its prompt; the sentence names both answers by the letters under which they are shown.
 *
 * @param chosenFirst whether chosen is shown as A
 */
export function rationaleOf(
  { prompt, chosen, rejected }: PreferenceRow,
  chosenFirst: boolean,
  sentence: (better: string, worse: string) => string,
): Required<Pick<RowRelations, 'rationale' | 'rationale_prompt'>> {
  const [first, second] = ANSWER_NAMES;
  return chosenFirst
    ? { rationale: sentence(first, second), rationale_prompt: rationalePrompt(prompt, chosen, rejected) }
    : { rationale: sentence(second, first), rationale_prompt: rationalePrompt(prompt, rejected, chosen) };
}
