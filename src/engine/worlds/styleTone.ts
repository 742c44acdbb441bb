import { recognise, type SentenceKind, splitSentences } from './styleGrammar.ts';
import { topicOfPrompt } from './styleTopics.ts';

/**
 * What code can read off an answer. Tones are averages over sentences, so saying more neither raises nor lowers them;
 * a sentence counts from -1 to +1. Works on any text: words outside the lists weigh nothing.
 */
export interface StyleAttributes {
  /** Warm (+) against sour (-) words. */
  readonly sentiment: number;
  /** Polite (+) against curt (-) words. */
  readonly politeness: number;
  /** Images and senses (+) against empty words (-). */
  readonly vividness: number;
  /** Formal (+) against chatty (-) turns. Not part of quality. */
  readonly formality: number;
  /** Different facts of the topic that are told. */
  readonly facts: number;
  /** Share of sentences that are not in the grammar, tell another place's facts, or repeat. 1 for an empty text. */
  readonly broken: number;
  readonly words: number;
}

const weights = (entries: Readonly<Record<string, number>>): ReadonlyMap<string, number> =>
  new Map(
    Object.entries(entries).flatMap(([words, weight]) => words.split(' ').map((word) => [word, weight] as const)),
  );

const SENTIMENT = weights({
  'wonderful charming lovely excellent love adore joy delight treat': 1,
  'pleasant nice enjoy praise happy cheerful merry': 0.7,
  'luckily happily thankfully': 0.5,
  'terrible dreadful horrible awful hate dread pain disaster chore': -1,
  'boring dull dislike avoid sad gloomy angry bitter': -0.7,
  'sadly unluckily regrettably': -0.5,
});

const POLITENESS = weights({
  'thank please pleasure': 1,
  'glad pleased hope wish': 0.7,
  'no why just': -1,
  'should not all': -0.7,
});

const VIVIDNESS = weights({
  'golden silver gentle bright misty': 0.6,
  'light sunshine voices music colors': 0.2,
  'smells honey rain apples needles roses smoke': 0.4,
  'glows sparkles shimmers hums amber frost silk hive': 0.5,
  some: -0.4,
  ordinary: -0.5,
  'other looks': -0.4,
});

const FORMALITY = weights({ 'opinion whole must': 1, 'honestly honest ask': -1 });

type Tone = 'sentiment' | 'politeness' | 'vividness' | 'formality';
const WORD_LISTS: Readonly<Record<Tone, ReadonlyMap<string, number>>> = {
  sentiment: SENTIMENT,
  politeness: POLITENESS,
  vividness: VIVIDNESS,
  formality: FORMALITY,
};

/** Which tones a kind of sentence can carry: a workshop that "smells of oil" is a fact, not an image. */
const TONES_OF_KIND: Readonly<Record<SentenceKind, readonly Tone[]>> = {
  greeting: ['politeness'],
  fact: ['sentiment'],
  filler: [],
  description: ['vividness'],
  opinion: ['sentiment', 'formality'],
  closing: ['politeness'],
};

/** Attributes of any text as an answer to a prompt. A prompt that names no topic leaves every sentence unrecognised. */
export function styleAttributes(prompt: string, answer: string): StyleAttributes {
  const sentences = splitSentences(answer);
  const topic = topicOfPrompt(prompt);
  const seen = new Set<string>();
  let facts = 0;
  let broken = 0;
  const tone = { sentiment: 0, politeness: 0, vividness: 0, formality: 0 };
  for (const sentence of sentences) {
    const known = topic && recognise(sentence, topic);
    // A broken sentence has no tone: a pile of nice words is not a nice answer.
    if (known === undefined || seen.has(known.core)) {
      broken++;
      continue;
    }
    seen.add(known.core);
    if (known.kind === 'fact') facts++;
    const words = sentence.toLowerCase().match(/[a-z]+/g) ?? [];
    for (const name of TONES_OF_KIND[known.kind]) tone[name] += sentenceTone(words, WORD_LISTS[name]);
  }
  const count = Math.max(1, sentences.length);
  return {
    sentiment: tone.sentiment / count,
    politeness: tone.politeness / count,
    vividness: tone.vividness / count,
    formality: tone.formality / count,
    facts,
    broken: sentences.length === 0 ? 1 : broken / count,
    words: countWords(answer),
  };
}

/** Whether a word of a sentence of this kind raises or lowers one of the tones that quality is made of. */
export function bearsTone(word: string, kind: SentenceKind): boolean {
  return TONES_OF_KIND[kind].some((tone) => tone !== 'formality' && WORD_LISTS[tone].has(word.toLowerCase()));
}

/** Words as people count them: runs of anything but white space. */
export function countWords(text: string): number {
  return text.match(/\S+/g)?.length ?? 0;
}

/** Sum of the words' weights, held within ±1. */
function sentenceTone(words: readonly string[], of: ReadonlyMap<string, number>): number {
  const sum = words.reduce((total, word) => total + (of.get(word) ?? 0), 0);
  return Math.min(1, Math.max(-1, sum));
}
