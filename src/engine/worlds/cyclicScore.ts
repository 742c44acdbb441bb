import { type CyclicStyle, readSentence } from './cyclicGrammar.ts';
import { cyclicTopic } from './cyclicTopics.ts';
import { splitSentences } from './styleGrammar.ts';
import { countWords } from './styleTone.ts';

/**
 * Scores of the `cyclic` world in standard deviations over its own answers; quality is how good the wording is, whatever
 * the style. The constants are measured over 400,000 draws of `candidate` (cyclic.test.ts checks them).
 */
export const CYCLIC_LENGTH_WORDS = { mean: 10.6, sd: 2.98 } as const;
/** Grades are balanced about 0. */
export const QUALITY_SD = 0.612;
/** Of the two attributes; a detail that is not there counts 0. */
const ATTRIBUTE_SDS = { praise: 0.714, detail: 0.475 } as const;
/** What a wholly broken answer costs, in standard deviations. */
const BROKEN_COST = 4;

export interface CyclicReading {
  /** Grade of the praise, -1 to +1; 0 where there is none. */
  readonly praise: number;
  readonly detail: number;
  /** Mean grade of all sentences: saying more neither raises nor lowers it. */
  readonly quality: number;
  /** Share of sentences that are not of the grammar, repeat a kind, stand in the wrong order or leave the style. 1 for an empty text. */
  readonly broken: number;
  /** At least 1. */
  readonly sentences: number;
}

/** What code reads off any text as an answer to a prompt. */
export function readCyclic(prompt: string, answer: string): CyclicReading {
  const topic = cyclicTopic(prompt);
  const sentences = splitSentences(answer);
  const grade = { praise: 0, detail: 0 };
  let broken = 0;
  let style: CyclicStyle | undefined;
  for (const [at, sentence] of sentences.entries()) {
    const known = topic && readSentence(sentence, topic);
    const fits = known !== undefined && (style ?? known.style) === known.style && KIND_AT[at] === known.kind;
    if (!fits) {
      broken++;
      continue;
    }
    style = known.style;
    grade[known.kind] = known.grade;
  }
  const count = Math.max(1, sentences.length);
  return {
    ...grade,
    quality: (grade.praise + grade.detail) / count,
    broken: sentences.length === 0 ? 1 : broken / count,
    sentences: count,
  };
}

/** Which kind of sentence stands where; there are no further ones. */
const KIND_AT: readonly string[] = ['praise', 'detail'];

export function goldScore(prompt: string, answer: string): number {
  const { quality, broken } = readCyclic(prompt, answer);
  return quality / QUALITY_SD - BROKEN_COST * broken;
}

export function lengthScore(answer: string): number {
  return (countWords(answer) - CYCLIC_LENGTH_WORDS.mean) / CYCLIC_LENGTH_WORDS.sd;
}

/** Praise and detail: two parts of quality that no word carries both of. */
export function attributeScores(prompt: string, answer: string): readonly [number, number] {
  const { praise, detail } = readCyclic(prompt, answer);
  return [praise / ATTRIBUTE_SDS.praise, detail / ATTRIBUTE_SDS.detail];
}
