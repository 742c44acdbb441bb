import { definedMetrics } from '../metrics/aggregate.ts';
import { meanWithInterval } from '../metrics/intervals.ts';
import { defineWorld } from './defineWorld.ts';
import { PERSONA_FACTS } from './personaFacts.ts';
import { bearsSentiment, drawPersonaAnswer, personaSentences, recognisePersona } from './personaGrammar.ts';
import { drawPrompt, placeOfPrompt, userOfPrompt } from './personaPrompt.ts';
import { personaRelations } from './personaRationale.ts';
import { attributeScores, goldScore, groupScores, lengthScore } from './personaScore.ts';
import { PERSONA_GROUPS, personaKnob } from './personaUsers.ts';
import { sentenceSteps } from './sentenceSteps.ts';

/**
 * The `persona` world: many people ask about places, and want different things of an answer. Supervised answers do not look
 * at who asks. Sentiment, register and number of sentences are drawn apart, so an answer that pleases one group says
 * nothing yet about the other.
 */
export const persona = defineWorld({
  ...PERSONA_FACTS,

  prompt: (random, knobs) => drawPrompt(random, knobs, personaKnob(knobs, 'named')),

  answer(prompt, random) {
    const place = placeOfPrompt(prompt);
    if (place === undefined) throw new RangeError('the prompt names no place of the persona world');
    return drawPersonaAnswer(place, random);
  },

  goldScore,
  lengthScore,
  attributes: attributeScores,
  annotator: userOfPrompt,
  measure(prompts, answers, knobs) {
    const scores = answers.map((answer, i) => groupScores(prompts[i] ?? '', answer, knobs));
    const mean = (group: number) => meanWithInterval(scores.map((of) => of[group] ?? 0));
    return definedMetrics(Object.fromEntries(PERSONA_GROUPS.map((group, i) => [`group_gold/${group}`, mean(i)])));
  },
  steps: sentenceSteps,
  relations: personaRelations,
  keyWords:
    () =>
    ({ word }) =>
      bearsSentiment(word),

  wellFormed(prompt, answer) {
    const place = placeOfPrompt(prompt);
    const sentences = personaSentences(answer);
    if (place === undefined || sentences.length === 0) return false;
    const kinds = sentences.map((sentence) => recognisePersona(sentence, place)?.kind);
    return !kinds.includes(undefined) && new Set(kinds).size === kinds.length;
  },
});
