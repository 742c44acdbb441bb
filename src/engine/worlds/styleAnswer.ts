import type { RandomStream } from '../train/rng.ts';
import { drawSentences, drawVoice, SENTENCE_KINDS, type SentenceKind } from './styleGrammar.ts';
import { topicOfPrompt } from './styleTopics.ts';

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

/**
 * A well-formed answer of the `style` world. Sentences, kinds and voice are drawn apart, so tone says nothing about length.
 *
 * @throws RangeError when the prompt is not one of this world's
 */
export function drawAnswer(prompt: string, random: RandomStream): string {
  const topic = topicOfPrompt(prompt);
  if (topic === undefined) throw new RangeError('the prompt names no topic of the style world');
  const kinds = drawKinds(1 + drawWeighted(SENTENCE_COUNT_WEIGHTS, random), random);
  const voice = drawVoice(random);
  return SENTENCE_KINDS.flatMap((kind) =>
    drawSentences(kind, kinds.filter((drawn) => drawn === kind).length, topic, voice, random),
  ).join(' ');
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
