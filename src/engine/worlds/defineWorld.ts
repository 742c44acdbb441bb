import { firstIsChosen, judgeScore, LABEL_KNOBS, winProbability } from './labels.ts';
import { roundedScore } from './roundedScore.ts';
import type { Knobs, PreferenceRow, World, WorldRules } from './types.ts';
import { worldRelations } from './worldRelations.ts';

/** Draws for a second answer to compare with the first; past these a prompt has but one answer, and another is drawn. */
const SECOND_DRAWS_MAX = 100;

/** A world from its rules: pairs with labels, and all relations of a row. */
export function defineWorld(rules: WorldRules): World {
  const comparable = (first: string, second: string, knobs: Knobs, prompt: string) =>
    first !== second && (rules.comparable?.(first, second, knobs, prompt) ?? true);
  const world: World = {
    ...rules,
    knobs: [...LABEL_KNOBS, ...(rules.knobs ?? [])],
    candidate: rules.candidate ?? rules.answer,
    judgeScore: (prompt, answer, knobs) => judgeScore(rules, prompt, answer, knobs),
    winProbability: (prompt, first, second, knobs) => winProbability(rules, prompt, first, second, knobs),
    pair(random, knobs) {
      for (;;) {
        const prompt = rules.prompt(random, knobs);
        const first = world.candidate(prompt, random, knobs);
        let second = world.candidate(prompt, random, knobs);
        for (let draws = 0; !comparable(first, second, knobs, prompt) && draws < SECOND_DRAWS_MAX; draws++) {
          second = world.candidate(prompt, random, knobs);
        }
        if (!comparable(first, second, knobs, prompt)) continue;
        const [chosen, rejected] = firstIsChosen(rules, prompt, [first, second], knobs, random)
          ? [first, second]
          : [second, first];
        return preferenceRow(rules, prompt, chosen, rejected, knobs);
      }
    },
    relate: (row, knobs, options) => worldRelations(world, row, knobs, options),
  };
  return world;
}

function preferenceRow(
  rules: WorldRules,
  prompt: string,
  chosen: string,
  rejected: string,
  knobs: Knobs,
): PreferenceRow {
  const annotator = rules.annotator?.(prompt, knobs);
  return {
    prompt,
    chosen,
    rejected,
    score_chosen: roundedScore(rules.goldScore(prompt, chosen, knobs)),
    score_rejected: roundedScore(rules.goldScore(prompt, rejected, knobs)),
    ...(annotator === undefined ? {} : { annotator }),
  };
}
