import { defineWorld } from './defineWorld.ts';
import { sentenceSteps } from './sentenceSteps.ts';
import { drawAnswer } from './styleAnswer.ts';
import { recognise, splitSentences } from './styleGrammar.ts';
import { styleKeyWords, styleRelations } from './styleRelations.ts';
import { attributeScores, goldScore, lengthScore } from './styleScore.ts';
import { STYLE_REQUESTS, STYLE_TOPICS, topicNames, topicOfPrompt } from './styleTopics.ts';

const MAX_SENTENCES = 7;

/**
 * The `style` world: short answers about the places of a small town, with a tone that code can read off them.
 *
 * Quality is a mix of tones, each an average over sentences, and the number of sentences is drawn apart from tone: in
 * natural answers quality and length are unrelated, so every pull towards length comes from the labels (knob `kappa`).
 */
export const style = defineWorld({
  id: 'style',
  label: 'Style',
  idea: 'Short answers about the places of a small town. Quality is warmth, imagery and manners, whatever the length.',

  prompt(random) {
    const request = random.pick(STYLE_REQUESTS);
    return `${request.replace('@', random.pick(topicNames(random.pick(STYLE_TOPICS))))}\n`;
  },

  answer: drawAnswer,
  goldScore,
  lengthScore,
  attributes: attributeScores,
  steps: sentenceSteps,
  relations: styleRelations,
  keyWords: styleKeyWords,

  wellFormed(prompt, answer) {
    const topic = topicOfPrompt(prompt);
    const sentences = splitSentences(answer);
    if (topic === undefined || sentences.length === 0 || sentences.length > MAX_SENTENCES) return false;
    const known = sentences.map((sentence) => recognise(sentence, topic)?.core);
    return !known.includes(undefined) && new Set(known).size === known.length;
  },
});
