import { countWords, styleAttributes } from './styleTone.ts';

/**
 * Scores of the `style` world: gold score, length and attributes, in standard deviations over its own answers.
 * The constants are measured over 400,000 draws of `answer` (style.test.ts checks them).
 */
export const STYLE_LENGTH_WORDS = { mean: 21.4, sd: 11.02 } as const;
const QUALITY = { mean: 0, sd: 0.425 } as const;
/** Of the two attributes: sentiment; politeness + vividness. */
const ATTRIBUTES = [
  { mean: 0, sd: 0.321 },
  { mean: 0, sd: 0.347 },
] as const;

/** Shares of the tones in quality, and what a wholly broken answer costs, in standard deviations. */
export const TONE_SHARES = { sentiment: 1, vividness: 0.8, politeness: 0.8 } as const;
const BROKEN_COST = 4;

export type QualityTone = keyof typeof TONE_SHARES;

export function goldScore(prompt: string, answer: string): number {
  const read = styleAttributes(prompt, answer);
  const tone =
    TONE_SHARES.sentiment * read.sentiment +
    TONE_SHARES.vividness * read.vividness +
    TONE_SHARES.politeness * read.politeness;
  return (tone - QUALITY.mean) / QUALITY.sd - BROKEN_COST * read.broken;
}

export function lengthScore(answer: string): number {
  return (countWords(answer) - STYLE_LENGTH_WORDS.mean) / STYLE_LENGTH_WORDS.sd;
}

/** Sentiment, and politeness + vividness: two halves of quality that no word carries both of. */
export function attributeScores(prompt: string, answer: string): readonly [number, number] {
  const read = styleAttributes(prompt, answer);
  const [first, second] = ATTRIBUTES;
  return [(read.sentiment - first.mean) / first.sd, (read.politeness + read.vividness - second.mean) / second.sd];
}
