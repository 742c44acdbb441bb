import { QUALITY_KNOB } from './cyclicFacts.ts';
import { readSentence } from './cyclicGrammar.ts';
import { styleLogit } from './cyclicPreference.ts';
import { QUALITY_SD, readCyclic } from './cyclicScore.ts';
import { cyclicTopic } from './cyclicTopics.ts';
import { isContentWord, type WordSpan } from './degrade.ts';
import { instructedPrompts } from './promptInstructions.ts';
import { rationaleOf } from './rationaleOf.ts';
import { sentenceSteps } from './sentenceSteps.ts';
import { countWords } from './styleTone.ts';
import type { Knobs, NamedStream, PreferenceRow, RationaleQuality, RelateOptions, RowRelations } from './types.ts';

/** Grades are sums of short decimals: a difference below this is rounding. */
const ROUNDING = 1e-9;

/** A rationale that names what decides (style, praise or detail), and instructions that code can check on any sentences. */
export function cyclicRelations(
  row: PreferenceRow,
  knobs: Knobs,
  options: RelateOptions,
  stream: NamedStream,
): Partial<RowRelations> {
  const why = reason(row, knobs, options.rationale ?? 'specific');
  const chosenFirst = stream('rationale').uniform() < 0.5;
  return {
    ...rationaleOf(row, chosenFirst, (better, worse) => `${better} is ${why} than ${worse}.`),
    ...instructedPrompts(row.prompt, row.chosen, stream('instruction'), true),
  };
}

/**
 * The part of the log-odds in which chosen is ahead by most; in none (a flipped label), its length or no reason at all.
 * A wrong one is the part in which chosen is least ahead.
 */
function reason({ prompt, chosen, rejected }: PreferenceRow, knobs: Knobs, quality: RationaleQuality): string {
  if (quality === 'generic') return 'better';
  const weight = (knobs.qualityWeight ?? QUALITY_KNOB.default) / QUALITY_SD;
  const [of, against] = [readCyclic(prompt, chosen), readCyclic(prompt, rejected)];
  const parts = [
    { name: 'better in style', by: styleLogit(chosen, rejected, knobs) },
    { name: 'friendlier', by: weight * (of.praise / of.sentences - against.praise / against.sentences) },
    { name: 'more useful', by: weight * (of.detail / of.sentences - against.detail / against.sentences) },
  ].sort((a, b) => b.by - a.by);
  const [most, , least] = parts;
  if (quality === 'wrong') return least?.name ?? 'better';
  if (most !== undefined && most.by > ROUNDING) return most.name;
  return countWords(chosen) > countWords(rejected) ? 'longer' : 'better';
}

/** Key words: those that are graded; of a sentence outside the grammar, all content. */
export function cyclicKeyWords(prompt: string, answer: string): (span: WordSpan) => boolean {
  const topic = cyclicTopic(prompt);
  let end = 0;
  const sentences = sentenceSteps(answer).map((step) => {
    const known = topic && readSentence(step.trim(), topic);
    const graded = known && end + step.lastIndexOf(known.graded);
    end += step.length;
    return { end, graded };
  });
  return ({ word, start }) => {
    const graded = sentences.find((sentence) => start < sentence.end)?.graded;
    return graded === undefined ? isContentWord(word) : start >= graded;
  };
}
