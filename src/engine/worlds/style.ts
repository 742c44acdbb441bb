import { sentenceSteps } from './sentenceSteps.ts';
import { drawAnswer } from './styleAnswer.ts';
import { recognise, splitSentences } from './styleGrammar.ts';
import { styleRelations } from './styleRelations.ts';
import { goldScore, judgeScore, LABEL_SHARPNESS, lengthScore, winProbability } from './styleScore.ts';
import { STYLE_REQUESTS, STYLE_TOPICS, topicNames, topicOfPrompt } from './styleTopics.ts';
import type { PreferenceRow, World } from './types.ts';

const MAX_SENTENCES = 7;

/**
 * The `style` world: short answers about the places of a small town, with a tone that code can read off them.
 *
 * Quality is a mix of tones, each an average over sentences, and the number of sentences is drawn apart from tone: in
 * natural answers quality and length are unrelated, so every pull towards length comes from the labels (knob `kappa`).
 */
export const style: World = {
  id: 'style',
  label: 'Style',
  idea: 'Short answers about the places of a small town. Quality is warmth, imagery and manners, whatever the length.',
  knobs: [
    {
      name: 'kappa',
      symbol: 'κ',
      default: 0,
      min: 0,
      max: 3,
      meaning:
        'Length bias: how many standard deviations of quality one standard deviation of length is worth to the labels.',
    },
    {
      name: 'epsilon',
      symbol: 'ε',
      default: 0,
      min: 0,
      max: 0.45,
      meaning: 'Share of labels that are flipped at random.',
    },
    {
      name: 'sharpness',
      symbol: 's',
      default: LABEL_SHARPNESS,
      min: 0.2,
      max: 20,
      meaning: 'Margin strength: how surely one standard deviation of the judge’s score decides a label.',
    },
  ],

  prompt(random) {
    const request = random.pick(STYLE_REQUESTS);
    return `${request.replace('@', random.pick(topicNames(random.pick(STYLE_TOPICS))))}\n`;
  },

  answer: drawAnswer,
  goldScore,
  lengthScore,
  judgeScore,
  relate: styleRelations,
  steps: sentenceSteps,

  wellFormed(prompt, answer) {
    const topic = topicOfPrompt(prompt);
    const sentences = splitSentences(answer);
    if (topic === undefined || sentences.length === 0 || sentences.length > MAX_SENTENCES) return false;
    const known = sentences.map((sentence) => recognise(sentence, topic)?.core);
    return !known.includes(undefined) && new Set(known).size === known.length;
  },

  /** Labels: P(first wins) = σ(5 · difference of judge scores), then flipped with probability ε. Scores to four decimals. */
  pair(random, knobs) {
    const prompt = style.prompt(random);
    const first = drawAnswer(prompt, random);
    let second = drawAnswer(prompt, random);
    while (second === first) second = drawAnswer(prompt, random);
    const firstWins = random.uniform() < winProbability(prompt, first, second, knobs);
    const flipped = random.uniform() < (knobs.epsilon ?? 0);
    return firstWins !== flipped ? row(prompt, first, second) : row(prompt, second, first);
  },
};

function row(prompt: string, chosen: string, rejected: string): PreferenceRow {
  // Plus 0: never −0, which a file cannot hold.
  const score = (answer: string) => Math.round(goldScore(prompt, answer) * 1e4) / 1e4 + 0;
  return { prompt, chosen, rejected, score_chosen: score(chosen), score_rejected: score(rejected) };
}
