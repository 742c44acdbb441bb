import { measureExploitability } from './cyclicExploitability.ts';
import { CYCLIC_FACTS, QUALITY_KNOB } from './cyclicFacts.ts';
import { drawInStyle, drawSupervisedStyle, styleOf } from './cyclicGrammar.ts';
import { styleLogit, stylesInPlay } from './cyclicPreference.ts';
import { cyclicKeyWords, cyclicRelations } from './cyclicRelations.ts';
import { attributeScores, goldScore, lengthScore, readCyclic } from './cyclicScore.ts';
import { drawPrompt } from './cyclicTopics.ts';
import { defineWorld } from './defineWorld.ts';
import { sentenceSteps } from './sentenceSteps.ts';

/**
 * The `cyclic` world: a line or two about a place, in one of up to five styles. Styles beat each other in a circle, so no
 * score can say which is preferred; quality is the wording within a style and knows nothing of it.
 *
 * Supervised answers know all styles, unevenly; pairs are of the K styles in play, evenly, and of two different ones: two
 * letters would be told apart by chance alone where quality does not count (a = 0).
 */
export const cyclic = defineWorld({
  ...CYCLIC_FACTS,
  prompt: drawPrompt,
  answer: (prompt, random) => drawInStyle(prompt, drawSupervisedStyle(random), random),
  candidate: (prompt, random, knobs) => drawInStyle(prompt, random.pick(stylesInPlay(knobs)), random),
  goldScore,
  lengthScore,
  attributes: attributeScores,
  steps: sentenceSteps,
  relations: cyclicRelations,
  keyWords: cyclicKeyWords,
  measure: (_prompts, answers, knobs) => ({ exploitability: measureExploitability(answers, knobs) }),
  wellFormed: (prompt, answer) => readCyclic(prompt, answer).broken === 0,

  comparable: (first, second) => styleOf(first) !== styleOf(second),
  preferenceLogit: (prompt, first, second, knobs) =>
    (knobs.qualityWeight ?? QUALITY_KNOB.default) * (goldScore(prompt, first) - goldScore(prompt, second)) +
    styleLogit(first, second, knobs),
});
