import type { RandomStream } from '../train/rng.ts';
import { listedItems, THINGS } from './multiInsGrammar.ts';
import { countWords } from './styleTone.ts';

/**
 * The instructions of the `multi_ins` world: each can be checked on any text. Every kind has two opposite forms, so that
 * none of them favours long answers, and any answer can be asked for what it does and for what it does not.
 */
export type Instruction =
  | { readonly kind: 'word' | 'avoid'; readonly word: string }
  | { readonly kind: 'most' | 'least' | 'items'; readonly count: number }
  | { readonly kind: 'case'; readonly first: 'big' | 'small' }
  | { readonly kind: 'mark'; readonly mark: '!' | '.' };

const WORD_COUNTS: readonly number[] = [6, 9, 12, 15];
const ITEM_COUNTS: readonly number[] = [2, 3, 4, 5];

/** Instructions of one prompt are of different slots. */
export const SLOTS = ['word', 'avoid', 'words', 'items', 'case', 'mark'] as const;
export type Slot = (typeof SLOTS)[number];

export function slotOf({ kind }: Instruction): Slot {
  return kind === 'most' || kind === 'least' ? 'words' : kind;
}

/** As prompts say it. */
export function instructionText(of: Instruction): string {
  switch (of.kind) {
    case 'word':
      return `Use the word ${of.word}.`;
    case 'avoid':
      return `Do not use the word ${of.word}.`;
    case 'most':
      return `At most ${of.count} words.`;
    case 'least':
      return `At least ${of.count} words.`;
    case 'items':
      return `List ${of.count} things.`;
    case 'case':
      return `Start with a ${of.first} letter.`;
    case 'mark':
      return `End with "${of.mark}".`;
  }
}

/** Whether an answer does as it is told. Any text; one without a word does nothing. */
export function satisfies(of: Instruction, answer: string): boolean {
  const text = answer.trim();
  if (text === '') return false;
  switch (of.kind) {
    case 'word':
      return wordsOf(text).includes(of.word);
    case 'avoid':
      return !wordsOf(text).includes(of.word);
    case 'most':
      return countWords(text) <= of.count;
    case 'least':
      return countWords(text) >= of.count;
    case 'items':
      return listedItems(text).length === of.count;
    case 'case':
      return (of.first === 'big' ? /^[A-Z]/ : /^[a-z]/).test(text);
    case 'mark':
      return text.endsWith(of.mark);
  }
}

const wordsOf = (text: string): readonly string[] => text.toLowerCase().match(/[a-z]+/g) ?? [];

/** Every instruction there is, in its order of slots. */
export const ALL_INSTRUCTIONS: readonly Instruction[] = [
  ...THINGS.map((word): Instruction => ({ kind: 'word', word })),
  ...THINGS.map((word): Instruction => ({ kind: 'avoid', word })),
  ...WORD_COUNTS.flatMap((count): Instruction[] => [
    { kind: 'most', count },
    { kind: 'least', count },
  ]),
  ...ITEM_COUNTS.map((count): Instruction => ({ kind: 'items', count })),
  { kind: 'case', first: 'big' },
  { kind: 'case', first: 'small' },
  { kind: 'mark', mark: '!' },
  { kind: 'mark', mark: '.' },
];

export const instructionsOfSlot = (slot: Slot): readonly Instruction[] => OF_SLOT[slot];

const OF_SLOT: Readonly<Record<Slot, readonly Instruction[]>> = Object.fromEntries(
  SLOTS.map((slot) => [slot, ALL_INSTRUCTIONS.filter((of) => slotOf(of) === slot)]),
) as Record<Slot, Instruction[]>;

/** `count` instructions of different slots that one answer can follow all of, and break each of. At most as many as there are slots. */
export function drawInstructions(count: number, random: RandomStream): Instruction[] {
  const slots = random.shuffled(SLOTS).slice(0, count);
  for (;;) {
    const drawn = slots.map((slot) => random.pick(instructionsOfSlot(slot)));
    if (agree(drawn)) return drawn;
  }
}

/**
 * Whether one answer can follow all of these and another break any of them: words are different, and items (two or three
 * words each, an opening of up to six, "and") leave room on both sides of a limit of words.
 */
export function agree(drawn: readonly Instruction[]): boolean {
  let items: number | undefined;
  let words: number | undefined;
  const named: string[] = [];
  for (const of of drawn) {
    if (of.kind === 'word' || of.kind === 'avoid') named.push(of.word);
    if (of.kind === 'items') items = of.count;
    if (of.kind === 'most' || of.kind === 'least') words = of.count;
  }
  if (new Set(named).size < named.length) return false;
  return items === undefined || words === undefined || (2 * items + 1 < words && words < 3 * items + 7);
}
