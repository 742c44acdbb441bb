import type { RandomStream } from '../train/rng.ts';
import { sentenceSteps } from './sentenceSteps.ts';
import type { RowRelations } from './types.ts';

/** An instruction with its opposite: any answer follows one of the two. */
interface Opposites {
  /** What the answer follows. */
  readonly followed: string;
  /** What it does not follow. */
  readonly broken: string;
}

const NUMBERS: readonly string[] = ['one', 'two', 'three', 'four', 'five', 'six', 'seven'];
const WORD_LIMITS = [
  { words: 10, name: 'ten' },
  { words: 20, name: 'twenty' },
  { words: 30, name: 'thirty' },
] as const;
const ASKED_WORDS: readonly string[] = ['there', 'my', 'you', 'it', 'place', 'visit'];

type Instruction = (answer: string, random: RandomStream) => Opposites;

/** Sure only where sentences end as in the worlds: an abbreviation looks like the end of one. */
const sentenceCount: Instruction = (answer, random) => {
  const count = sentenceSteps(answer.trim()).length;
  const others = NUMBERS.filter((_, index) => index + 1 !== count);
  return { followed: sentences(NUMBERS[count - 1] ?? `${count}`), broken: sentences(random.pick(others)) };
};

const INSTRUCTIONS: readonly Instruction[] = [
  (answer, random) => {
    const limit = random.pick(WORD_LIMITS);
    return opposites(
      (answer.match(/\S+/g)?.length ?? 0) <= limit.words,
      `Use at most ${limit.name} words.`,
      `Use more than ${limit.name} words.`,
    );
  },
  (answer, random) => {
    const word = random.pick(ASKED_WORDS);
    return opposites(
      answer
        .toLowerCase()
        .split(/[^a-z]+/)
        .includes(word),
      `Use the word ${word}.`,
      `Do not use the word ${word}.`,
    );
  },
  (answer) => opposites(/thank you/i.test(answer), 'Say thank you.', 'Do not say thank you.'),
  (answer) => opposites(answer.includes('?'), 'Ask me a question.', 'Do not ask me a question.'),
];

const sentences = (number: string) => `Use ${number} ${number === 'one' ? 'sentence' : 'sentences'}.`;
const opposites = (holds: boolean, positive: string, negative: string): Opposites =>
  holds ? { followed: positive, broken: negative } : { followed: negative, broken: positive };

/**
 * The prompt with one instruction more, which code can check on any text: one that the answer follows, one that it does not.
 *
 * @param countsSentences whether the number of sentences may be asked for
 */
export function instructedPrompts(
  prompt: string,
  answer: string,
  random: RandomStream,
  countsSentences: boolean,
): Required<Pick<RowRelations, 'prompt_satisfied' | 'prompt_violated'>> {
  const instruction = random.pick(countsSentences ? [sentenceCount, ...INSTRUCTIONS] : INSTRUCTIONS);
  const { followed, broken } = instruction(answer, random);
  const asked = prompt.trim() === '' ? '' : `${prompt.trimEnd()} `;
  return { prompt_satisfied: `${asked}${followed}\n`, prompt_violated: `${asked}${broken}\n` };
}
