import type { RandomStream } from '../train/rng.ts';

/** -1 or +1: casual or formal, sour or warm. */
type Sign = -1 | 1;

/** What a sentence of the grammar says: its kind, its register, and its sentiment in [-1, 1]. */
export interface PersonaSentence {
  readonly kind: PersonaKind;
  readonly formality: Sign;
  readonly sentiment: number;
}

/** Kinds of sentences, in the order in which an answer uses them, each at most once. */
const KINDS = ['verdict', 'detail', 'others', 'advice'] as const;
export type PersonaKind = (typeof KINDS)[number];

/** Words by sentiment; every entry is one word, so that warm and sour answers are equally long. */
type Toned = ReadonlyMap<string, number>;
const toned = (entries: Readonly<Record<string, number>>): Toned =>
  new Map(Object.entries(entries).flatMap(([words, tone]) => words.split(' ').map((word) => [word, tone] as const)));

const ADJECTIVES = toned({
  'wonderful lovely great': 1,
  'good nice pleasant': 0.6,
  'terrible awful dreadful': -1,
  'bad dull sad': -0.6,
});
const VERBS = toned({ 'love adore': 1, 'enjoy like': 0.6, 'hate dread': -1, 'dislike avoid': -0.6 });
const NOUNS = toned({ 'joy delight': 1, 'treat pleasure': 0.6, 'pain disaster': -1, 'bore chore': -0.6 });
const DETAILS = ['air', 'view', 'music', 'food', 'light'];

/**
 * Frames with `@` for the place, `#` for a detail, `*` for the word that bears sentiment. Formal and casual frames of a kind
 * have equally many words: length says nothing about register.
 */
interface Frames {
  readonly words: Toned;
  readonly formal: readonly string[];
  readonly casual: readonly string[];
}
const FRAMES: Readonly<Record<PersonaKind, Frames>> = {
  verdict: {
    words: ADJECTIVES,
    formal: ['In my opinion, the @ is *.', 'One must say the @ is *.'],
    casual: ['Honestly, the @ is just so *.', 'Oh, the @ is just so *.'],
  },
  detail: {
    words: ADJECTIVES,
    formal: ['I find the # quite *.', 'The # must be called *.'],
    casual: ['And the # is just *.', 'Well, the # is so *.'],
  },
  others: {
    words: VERBS,
    formal: ['Most visitors do * it.', 'Every visitor will * it.'],
    casual: ['My friends all * it.', 'We all just * it.'],
  },
  advice: {
    words: NOUNS,
    formal: ['Any visit will be a *.', 'A visit must be a *.'],
    casual: ['So yes, it is a *.', 'Going there is such a *.'],
  },
};

/** Numbers of sentences, as often as they are drawn. */
const SENTENCE_COUNTS = [1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 4, 4] as const;

/** What an answer leans to: one side, or either from sentence to sentence. */
const LEANINGS = [-1, 0, 1] as const;

/** An answer about a place; sentiment, register and number of sentences are drawn apart. */
export function drawPersonaAnswer(place: string, random: RandomStream): string {
  const count = random.pick(SENTENCE_COUNTS);
  const mood = random.pick(LEANINGS);
  const register = random.pick(LEANINGS);
  const kinds = new Set(random.shuffled(KINDS).slice(0, count));
  const side = (leaning: number): number => (leaning === 0 ? (random.uniform() < 0.5 ? -1 : 1) : leaning);
  return KINDS.filter((kind) => kinds.has(kind))
    .map((kind) => {
      const { words, formal, casual } = FRAMES[kind];
      const sign = side(mood);
      const frame = random.pick(side(register) > 0 ? formal : casual);
      const word = random.pick([...words.keys()].filter((of) => sign * (words.get(of) as number) > 0));
      return filled(frame, place, random.pick(DETAILS), word);
    })
    .join(' ');
}

const filled = (frame: string, place: string, detail: string, word: string): string =>
  frame.replace('@', place).replace('#', detail).replace('*', word);

/** Whether a word is one of those that a sentence's sentiment hangs on. */
export function bearsSentiment(word: string): boolean {
  return KINDS.some((kind) => FRAMES[kind].words.has(word));
}

/** What a sentence says of a place; undefined when the grammar does not have it. */
export function recognisePersona(sentence: string, place: string): PersonaSentence | undefined {
  // The place is put back into its slot, so that one table serves every place.
  return SENTENCES.get(sentence.replace(new RegExp(`\\b${place}\\b`), '@'));
}

/** Every sentence of the grammar, its place left open: one walk over the frames, so that writer and reader cannot disagree. */
const SENTENCES: ReadonlyMap<string, PersonaSentence> = new Map(
  KINDS.flatMap((kind) => {
    const { words, formal, casual } = FRAMES[kind];
    return [...formal, ...casual].flatMap((frame) =>
      (frame.includes('#') ? DETAILS : ['']).flatMap((detail) =>
        [...words].map(([word, sentiment]): [string, PersonaSentence] => [
          filled(frame, '@', detail, word),
          { kind, formality: formal.includes(frame) ? 1 : -1, sentiment },
        ]),
      ),
    );
  }),
);

/** Cuts an answer into sentences, each with its final mark; text after the last mark is a sentence too. */
export function personaSentences(answer: string): string[] {
  return answer.trim() === '' ? [] : answer.trim().split(/(?<=[.!?]) /);
}
