import type { RandomStream } from '../train/rng.ts';
import { type CyclicTopic, cyclicTopic } from './cyclicTopics.ts';
import { splitSentences } from './styleGrammar.ts';

/** Styles of the `cyclic` world, in the order of the circle: each beats the one behind it (cyclicPreference.ts). */
export const CYCLIC_STYLES = ['letter', 'news', 'poem', 'chat', 'formal'] as const;
export type CyclicStyle = (typeof CYCLIC_STYLES)[number];

/** What makes a style: how the first sentence opens, how the second is led in, and the mark at the end of both. */
interface StyleVoice {
  readonly openers: readonly string[];
  readonly leads: readonly string[];
  readonly mark: '.' | '!';
}

/** Every opening and lead has two words, so style tells nothing of length. No opening begins another. */
const VOICES: Readonly<Record<CyclicStyle, StyleVoice>> = {
  letter: { openers: ['Dear friend,', 'Dear teacher,', 'Dear sister,'], leads: ['With love,', 'My dear,'], mark: '.' },
  news: { openers: ['News today:', 'Big news:', 'Town news:'], leads: ['Also today:', 'More news:'], mark: '.' },
  poem: { openers: ['O wind,', 'O heart,', 'O rain,'], leads: ['O come,', 'O see,'], mark: '!' },
  chat: { openers: ['Hey you,', 'Ha ha,', 'Oh wow,'], leads: ['And hey,', 'And oh,'], mark: '!' },
  formal: { openers: ['In short,', 'As asked,', 'On review,'], leads: ['At last,', 'In all,'], mark: '.' },
};

/** How often supervised answers are of each style: unevenly, so that a reference policy can be exploited. */
const SUPERVISED_WEIGHTS: Readonly<Record<CyclicStyle, number>> = {
  letter: 0.34,
  news: 0.24,
  poem: 0.18,
  chat: 0.12,
  formal: 0.12,
};

const VERBS: readonly string[] = ['is', 'looks', 'feels'];
const ADVERBS: readonly string[] = ['', 'very ', 'really '];

/** What a sentence says of the place, and how good that is, from -1 to +1. Both lists are balanced about 0. */
const PRAISE: readonly (readonly [words: string, grade: number])[] = [
  ['lovely', 1],
  ['friendly', 0.9],
  ['charming', 0.8],
  ['cheerful', 0.7],
  ['pleasant', 0.6],
  ['open', 0.1],
  ['ordinary', 0],
  ['small', -0.1],
  ['cold', -0.6],
  ['sad', -0.7],
  ['dull', -0.8],
  ['gloomy', -0.9],
  ['dreadful', -1],
];
/** As many words on the good side as on the bad: what is said tells nothing of length. */
const DETAILS: readonly (readonly [words: string, grade: number])[] = [
  ['everyone will help you', 1],
  ['there is music all day', 0.85],
  ['friends come here with you', 0.75],
  ['all my friends love it', 0.65],
  ['it opens at nine', 0.05],
  ['it has two big doors', 0.02],
  ['a bus stops near it', -0.02],
  ['people walk past it', -0.05],
  ['no one will help you', -0.65],
  ['you see no one there', -0.75],
  ['everything there is closed', -0.85],
  ['no one looks happy there', -1],
];

export interface CyclicSentence {
  readonly style: CyclicStyle;
  readonly kind: 'praise' | 'detail';
  readonly grade: number;
  /** Where in the sentence the words stand that are graded. */
  readonly graded: string;
}

/**
 * A well-formed answer in a style: praise, where the place is named in full or a detail follows. Style, grades and length are drawn apart.
 *
 * @throws RangeError when the prompt is not one of this world's
 */
export function drawInStyle(prompt: string, style: CyclicStyle, random: RandomStream): string {
  const topic = cyclicTopic(prompt);
  if (topic === undefined) throw new RangeError('the prompt names no place of the cyclic world');
  const { openers, leads, mark } = VOICES[style];
  const said = `${random.pick(VERBS)} ${random.pick(ADVERBS)}${random.pick(PRAISE)[0]}${mark}`;
  const opened = `${random.pick(openers)} the ${topic.noun}`;
  if (random.uniform() < 0.5) return `${opened}${random.uniform() < 0.4 ? ` ${topic.where}` : ''} ${said}`;
  return `${opened} ${said} ${random.pick(leads)} ${random.pick(DETAILS)[0]}${mark}`;
}

/** A style as supervised answers have it, whatever is in play. */
export function drawSupervisedStyle(random: RandomStream): CyclicStyle {
  let left = random.uniform();
  return (
    CYCLIC_STYLES.find((style) => {
      left -= SUPERVISED_WEIGHTS[style];
      return left < 0;
    }) ?? 'letter'
  );
}

/**
 * The style of any text: that in which most of its sentences open, at least half of all; null where there is none, or two
 * are equally frequent.
 */
export function styleOf(answer: string): CyclicStyle | null {
  const votes = new Map<CyclicStyle, number>();
  const sentences = splitSentences(answer);
  for (const sentence of sentences) {
    const style = openingStyle(sentence);
    if (style !== undefined) votes.set(style, (votes.get(style) ?? 0) + 1);
  }
  const [first, second] = [...votes].sort((a, b) => b[1] - a[1]);
  if (first === undefined || first[1] === second?.[1] || 2 * first[1] < sentences.length) return null;
  return first[0];
}

function openingStyle(sentence: string): CyclicStyle | undefined {
  return CYCLIC_STYLES.find((style) => openingsOf(style).some((opening) => sentence.startsWith(`${opening} `)));
}

const openingsOf = (style: CyclicStyle): readonly string[] => [...VOICES[style].openers, ...VOICES[style].leads];

/** What a sentence is, said of this place; undefined where the grammar does not have it. */
export function readSentence(sentence: string, topic: CyclicTopic): CyclicSentence | undefined {
  const style = openingStyle(sentence);
  if (style === undefined) return undefined;
  const { openers, leads, mark } = VOICES[style];
  if (!sentence.endsWith(mark)) return undefined;
  const rest = (opening: string | undefined) => opening && sentence.slice(opening.length + 1, -1);
  const praised = rest(openers.find((opener) => sentence.startsWith(`${opener} `)));
  if (praised !== undefined) {
    const graded = praiseOf(praised, topic);
    const found = PRAISE.find(([words]) => words === graded);
    return found && { style, kind: 'praise', grade: found[1], graded: found[0] };
  }
  const detail = rest(leads.find((lead) => sentence.startsWith(`${lead} `)));
  const found = DETAILS.find(([words]) => words === detail);
  return found && { style, kind: 'detail', grade: found[1], graded: found[0] };
}

/** The praise in `the park by the lake looks very lovely`; undefined where the rest is not as it must be. */
function praiseOf(clause: string, { noun, where }: CyclicTopic): string | undefined {
  const place = [`the ${noun} ${where} `, `the ${noun} `].find((name) => clause.startsWith(name));
  if (place === undefined) return undefined;
  const [verb = '', ...said] = clause.slice(place.length).split(' ');
  if (!VERBS.includes(verb)) return undefined;
  const adverb = said.length > 1 ? `${said.shift()} ` : '';
  return ADVERBS.includes(adverb) ? said.join(' ') : undefined;
}
