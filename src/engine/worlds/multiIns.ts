import { defineWorld } from './defineWorld.ts';
import { drawAnswer } from './multiInsAnswer.ts';
import { MULTI_INS_FACTS } from './multiInsFacts.ts';
import { drawPrompt } from './multiInsPrompt.ts';
import { multiInsKeyWords, multiInsRelations } from './multiInsRelations.ts';
import { attributeScores, broken, goldScore, lengthScore, satisfiedShare } from './multiInsScore.ts';

/**
 * The `multi_ins` world: lists of things at a place, by one to five instructions that code can check. Answers follow each
 * instruction two times in three; a better one follows more of them, whatever its length.
 */
export const multiIns = defineWorld({
  ...MULTI_INS_FACTS,
  prompt: drawPrompt,
  answer: drawAnswer,
  goldScore,
  lengthScore,
  verify: satisfiedShare,
  attributes: attributeScores,
  relations: multiInsRelations,
  keyWords: multiInsKeyWords,
  /** The things of the list, each with the comma behind it or the "and" before it. */
  steps: (answer) => (answer === '' ? [] : answer.split(/(?<=,)(?=\s)|(?= and )/)),
  comparable: (first, second, _knobs, prompt) => satisfiedShare(prompt, first) !== satisfiedShare(prompt, second),
  wellFormed: (prompt, answer) => broken(prompt, answer) === 0,
});
