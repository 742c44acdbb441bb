import type { RandomStream } from '../train/rng.ts';
import {
  drawSentences,
  drawVoice,
  recognise,
  SENTENCE_KINDS,
  type SentenceKind,
  splitSentences,
} from './styleGrammar.ts';
import { countWords, styleAttributes } from './styleTone.ts';
import { STYLE_REQUESTS, STYLE_TOPICS, topicNames, topicOfPrompt } from './styleTopics.ts';
import type { PreferenceRow, World } from './types.ts';

/**
 * The `style` world: short answers about the places of a small town, with a tone that code can read off them.
 *
 * Quality is a mix of tones, each an average over sentences, and the number of sentences is drawn apart from tone: in
 * natural answers quality and length are unrelated, so every pull towards length comes from the labels (knob `kappa`).
 *
 * The constants are measured over 400,000 draws of `answer` (style.test.ts checks them).
 */
export const STYLE_LENGTH_WORDS = { mean: 21.4, sd: 11.02 } as const;
const QUALITY = { mean: 0, sd: 0.425 } as const;

/** Shares of the tones in quality, and what a wholly broken answer costs, in standard deviations. */
const TONE_SHARES = { sentiment: 1, vividness: 0.8, politeness: 0.8 } as const;
const BROKEN_COST = 4;

/** P(first wins) = σ(sharpness · difference): at κ = 1 about one label in twenty goes against the judge, near ties mostly. */
const LABEL_SHARPNESS = 5;

const MAX_SENTENCES = 7;
/** Relative frequencies of 1, 2, … 7 sentences. */
const SENTENCE_COUNT_WEIGHTS = [4, 5, 5, 4, 4, 2, 1] as const;
/** How many sentences of each kind an answer may hold. */
const KIND_LIMITS: Readonly<Record<SentenceKind, number>> = {
  greeting: 1,
  fact: 3,
  filler: 2,
  description: 2,
  opinion: 2,
  closing: 1,
};

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
  ],

  prompt(random) {
    const request = random.pick(STYLE_REQUESTS);
    return `${request.replace('@', random.pick(topicNames(random.pick(STYLE_TOPICS))))}\n`;
  },

  /** @throws RangeError when the prompt is not one of this world's */
  answer(prompt, random) {
    const topic = topicOfPrompt(prompt);
    if (topic === undefined) throw new RangeError('the prompt names no topic of the style world');
    const kinds = drawKinds(1 + drawWeighted(SENTENCE_COUNT_WEIGHTS, random), random);
    const voice = drawVoice(random);
    return SENTENCE_KINDS.flatMap((kind) =>
      drawSentences(kind, kinds.filter((drawn) => drawn === kind).length, topic, voice, random),
    ).join(' ');
  },

  goldScore(prompt, answer) {
    const read = styleAttributes(prompt, answer);
    const tone =
      TONE_SHARES.sentiment * read.sentiment +
      TONE_SHARES.vividness * read.vividness +
      TONE_SHARES.politeness * read.politeness;
    return (tone - QUALITY.mean) / QUALITY.sd - BROKEN_COST * read.broken;
  },

  lengthScore(answer) {
    return (countWords(answer) - STYLE_LENGTH_WORDS.mean) / STYLE_LENGTH_WORDS.sd;
  },

  judgeScore(prompt, answer, knobs) {
    return style.goldScore(prompt, answer) + (knobs.kappa ?? 0) * style.lengthScore(answer);
  },

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
    const first = style.answer(prompt, random);
    let second = style.answer(prompt, random);
    while (second === first) second = style.answer(prompt, random);
    const difference = style.judgeScore(prompt, first, knobs) - style.judgeScore(prompt, second, knobs);
    const firstWins = random.uniform() < 1 / (1 + Math.exp(-LABEL_SHARPNESS * difference));
    const flipped = random.uniform() < (knobs.epsilon ?? 0);
    return firstWins !== flipped ? row(prompt, first, second) : row(prompt, second, first);
  },
};

function row(prompt: string, chosen: string, rejected: string): PreferenceRow {
  // Plus 0: never −0, which a file cannot hold.
  const score = (answer: string) => Math.round(style.goldScore(prompt, answer) * 1e4) / 1e4 + 0;
  return { prompt, chosen, rejected, score_chosen: score(chosen), score_rejected: score(rejected) };
}

/** `count` kinds within their limits, every free place equally likely. A single sentence is never a mere courtesy. */
function drawKinds(count: number, random: RandomStream): SentenceKind[] {
  const places = SENTENCE_KINDS.flatMap((kind) => Array.from({ length: KIND_LIMITS[kind] }, () => kind));
  const fit =
    count > 1 ? places : places.filter((kind) => kind === 'opinion' || kind === 'description' || kind === 'fact');
  return random.shuffled(fit).slice(0, count);
}

/** Index drawn in proportion to its weight. */
function drawWeighted(of: readonly number[], random: RandomStream): number {
  let left = random.uniform() * of.reduce((sum, weight) => sum + weight, 0);
  return Math.max(
    0,
    of.findIndex((weight) => {
      left -= weight;
      return left < 0;
    }),
  );
}
