import { userOfPrompt } from './personaPrompt.ts';
import { attributeScores } from './personaScore.ts';
import { userWeights } from './personaUsers.ts';
import { instructedPrompts } from './promptInstructions.ts';
import { ANSWER_NAMES, rationalePrompt } from './rationalePrompt.ts';
import { countWords } from './styleTone.ts';
import type { Knobs, NamedStream, PreferenceRow, RationaleQuality, RelateOptions, RowRelations } from './types.ts';

/** How a better answer is called, by attribute, for one who wants more of it and one who wants less. */
const COMPARATIVES: readonly (readonly [more: string, less: string])[] = [
  ['friendlier', 'cooler'],
  ['more formal', 'less formal'],
  ['shorter', 'longer'],
];

/** Differences below this are rounding. */
const ROUNDING = 1e-9;

/** A rationale that names what decides for the one who asks, and instructions that code can check on any sentences. */
export function personaRelations(
  row: PreferenceRow,
  knobs: Knobs,
  options: RelateOptions,
  stream: NamedStream,
): Partial<RowRelations> {
  const chosenFirst = stream('rationale').uniform() < 0.5;
  const [better, worse] = chosenFirst ? ANSWER_NAMES : ([...ANSWER_NAMES].reverse() as [string, string]);
  const [first, second] = chosenFirst ? [row.chosen, row.rejected] : [row.rejected, row.chosen];
  return {
    rationale: `${better} is ${reason(row, knobs, options.rationale ?? 'specific')} than ${worse}.`,
    rationale_prompt: rationalePrompt(row.prompt, first, second),
    ...instructedPrompts(row.prompt, row.chosen, stream('instruction'), true),
  };
}

/**
 * A specific reason names the attribute in which chosen is ahead by most, in the asking user's weights; where it is ahead in
 * none (a flipped label, or one by length) that it is longer, or, where that is not so either, none. A wrong one
 * names the attribute in which chosen is least ahead.
 */
function reason({ prompt, chosen, rejected }: PreferenceRow, knobs: Knobs, quality: RationaleQuality): string {
  if (quality === 'generic') return 'better';
  const weights = userWeights(userOfPrompt(prompt, knobs), knobs);
  const [of, against] = [attributeScores(prompt, chosen), attributeScores(prompt, rejected)];
  const ahead = COMPARATIVES.map(([more, less], k) => {
    const weight = weights[k] as number;
    return { name: weight > 0 ? more : less, by: weight * ((of[k] as number) - (against[k] as number)) };
  }).sort((a, b) => b.by - a.by);
  const [most, least] = [ahead[0], ahead.at(-1)];
  if (quality === 'wrong') return least?.name ?? 'better';
  if (most !== undefined && most.by > ROUNDING) return most.name;
  return countWords(chosen) > countWords(rejected) ? 'longer' : 'better';
}
