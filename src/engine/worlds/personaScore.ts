import { personaSentences, recognisePersona } from './personaGrammar.ts';
import { placeOfPrompt, userOfPrompt } from './personaPrompt.ts';
import { groupWeights, PERSONA_GROUPS, userWeights, type WishWeights } from './personaUsers.ts';
import { countWords } from './styleTone.ts';
import type { Knobs } from './types.ts';

/** Measured over 400,000 draws of `answer` (persona.test.ts checks them). */
export const PERSONA_LENGTH_WORDS = { mean: 13.386, sd: 6.32 } as const;
const SENTIMENT_SD = 0.7565;
const FORMALITY_SD = 0.9265;

/** What a wholly broken answer costs, in standard deviations. */
const BROKEN_COST = 4;

/** Brevity counts this far, in standard deviations: as far as answers of the grammar reach. Who likes long answers is not won by pages. */
const BREVITY_MAX = 2;

/** Share of sentences that are not of the grammar, speak of another place, or repeat. 1 for an empty text. */
interface PersonaReading {
  /** Mean over sentences, in [-1, 1]; a broken sentence has no tone. */
  readonly sentiment: number;
  readonly formality: number;
  readonly broken: number;
}

function read(prompt: string, answer: string): PersonaReading {
  const sentences = personaSentences(answer);
  const place = placeOfPrompt(prompt);
  const seen = new Set<string>();
  let [sentiment, formality, broken] = [0, 0, 0];
  for (const sentence of sentences) {
    const known = place === undefined || seen.has(sentence) ? undefined : recognisePersona(sentence, place);
    seen.add(sentence);
    if (known === undefined) {
      broken++;
      continue;
    }
    sentiment += known.sentiment;
    formality += known.formality;
  }
  const count = Math.max(1, sentences.length);
  return {
    sentiment: sentiment / count,
    formality: formality / count,
    broken: sentences.length === 0 ? 1 : broken / count,
  };
}

export function lengthScore(answer: string): number {
  return (countWords(answer) - PERSONA_LENGTH_WORDS.mean) / PERSONA_LENGTH_WORDS.sd;
}

/** Sentiment, formality and brevity (within ±2), each in standard deviations. */
export function attributeScores(prompt: string, answer: string): readonly [number, number, number] {
  const { sentiment, formality } = read(prompt, answer);
  const brevity = Math.min(BREVITY_MAX, Math.max(-BREVITY_MAX, -lengthScore(answer)));
  return [sentiment / SENTIMENT_SD, formality / FORMALITY_SD, brevity];
}

function scored(prompt: string, answer: string, weights: WishWeights): number {
  const attributes = attributeScores(prompt, answer);
  return (
    attributes.reduce((sum, value, k) => sum + value * (weights[k] ?? 0), 0) - BROKEN_COST * read(prompt, answer).broken
  );
}

/** What one user would want: standard deviations over answers, whoever the prompt names. */
export function userScore(user: number, prompt: string, answer: string, knobs: Knobs): number {
  return scored(prompt, answer, userWeights(user, knobs));
}

/** What each group would want, in the order of `PERSONA_GROUPS`. */
export function groupScores(prompt: string, answer: string, knobs: Knobs): readonly number[] {
  return PERSONA_GROUPS.map((group) => scored(prompt, answer, groupWeights(group, knobs)));
}

/** What the user who asks would want. */
export function goldScore(prompt: string, answer: string, knobs: Knobs = {}): number {
  return userScore(userOfPrompt(prompt, knobs), prompt, answer, knobs);
}
