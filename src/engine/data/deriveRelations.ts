import { randomStream } from '../train/rng.ts';
import { degradedTexts, isContentWord, wordSpans } from '../worlds/degrade.ts';
import { instructedPrompts } from '../worlds/promptInstructions.ts';
import { rationalePrompt } from '../worlds/rationalePrompt.ts';
import type { PreferenceRow, RankedAnswer, RelateOptions, RowRelations } from '../worlds/types.ts';

/**
 * What a row's own texts, scores and relations tell without a world: a ranking of its two answers, a gold answer where its
 * ranking knows one, a prompt for its rationale, instructed prompts, and degrees by removing content words.
 * A rationale, attributes and a probability cannot be made up. The same row and seed give the same.
 */
export function deriveRelations(row: PreferenceRow, { seed, degrees }: RelateOptions): RowRelations {
  const { prompt, chosen, rejected, relations: own = {} } = row;
  const stream = (relation: string) =>
    randomStream(seed, `own/${relation}/${JSON.stringify([prompt, chosen, rejected])}`);
  const gold = rankedGold(row);
  return {
    ranking: pairRanking(row),
    ...(gold === undefined ? {} : { gold }),
    ...(own.rationale === undefined ? {} : { rationale_prompt: rationalePrompt(prompt, chosen, rejected) }),
    ...(isLatin(prompt + chosen) ? instructedPrompts(prompt, chosen, stream('instruction'), false) : {}),
    // With a word left over at least, or a degree would be an empty answer.
    ...(wordSpans(chosen).length < degrees
      ? {}
      : { degraded: degradedTexts(chosen, ({ word }) => isContentWord(word), degrees, stream('degraded')) }),
  };
}

/** Both answers by their scores; by the label alone, 1 and 0, where scores are missing or equal. */
function pairRanking({ chosen, rejected, score_chosen, score_rejected }: PreferenceRow): readonly RankedAnswer[] {
  const scored = score_chosen !== undefined && score_rejected !== undefined && score_chosen !== score_rejected;
  const [first, second] = scored ? [score_chosen, score_rejected] : [1, 0];
  return [
    { answer: chosen, score: first },
    { answer: rejected, score: second },
  ].sort((a, b) => b.score - a.score);
}

/** The best ranked answer, where chosen's own place or score tells that it is no worse than chosen. */
function rankedGold({ chosen, rejected, score_chosen, relations }: PreferenceRow): string | undefined {
  const ranking = relations?.ranking ?? [];
  const [best] = ranking;
  const known = ranking.find(({ answer }) => answer === chosen)?.score ?? score_chosen;
  if (best === undefined || known === undefined || best.score < known || best.answer === rejected) return undefined;
  return best.answer;
}

/** Instructions are English, and count words between spaces: they mean nothing in other scripts. */
function isLatin(text: string): boolean {
  return [...text].every((character) => !/\p{L}/u.test(character) || /\p{Script=Latin}/u.test(character));
}
