import type { RandomStream } from '../train/rng.ts';
import type { WordSpan } from './degrade.ts';
import { THINGS } from './multiInsGrammar.ts';
import {
  ALL_INSTRUCTIONS,
  agree,
  type Instruction,
  instructionsOfSlot,
  SLOTS,
  satisfies,
  slotOf,
} from './multiInsInstructions.ts';
import { type InstructedRequest, promptText, readPrompt } from './multiInsPrompt.ts';
import { synthesisedPair } from './multiInsSynthesised.ts';
import { rationaleOf } from './rationaleOf.ts';
import { countWords } from './styleTone.ts';
import type { Knobs, NamedStream, PreferenceRow, RationaleQuality, RelateOptions, RowRelations } from './types.ts';

/** A rationale that names the instruction which decides, prompts that chosen satisfies and violates, and a synthesised pair. */
export function multiInsRelations(
  row: PreferenceRow,
  _knobs: Knobs,
  options: RelateOptions,
  stream: NamedStream,
): Partial<RowRelations> {
  const read = readPrompt(row.prompt);
  if (read === undefined) return {};
  const why = reason(read.instructions, row, options.rationale ?? 'specific');
  return {
    ...rationaleOf(row, stream('rationale').uniform() < 0.5, (better, worse) =>
      typeof why === 'string' ? `${better} is ${why} than ${worse}.` : `${better} is better: ${clause(why)}.`,
    ),
    ...variedPrompts(read, row.chosen, stream('instruction')),
    ...synthesisedPair(read, row, stream('synthesised')),
  };
}

/**
 * The first instruction that chosen follows and rejected does not; where there is none (a flipped label), chosen's length or
 * no reason. A wrong one does not decide: it speaks for rejected, or else for neither, or was not asked for.
 */
function reason(
  asked: readonly Instruction[],
  { chosen, rejected }: PreferenceRow,
  quality: RationaleQuality,
): Instruction | 'longer' | 'better' {
  if (quality === 'generic') return 'better';
  const ahead = (of: Instruction) => Number(satisfies(of, chosen)) - Number(satisfies(of, rejected));
  if (quality === 'wrong') {
    const slots = asked.map(slotOf);
    return (
      asked.find((of) => ahead(of) < 0) ??
      asked.find((of) => ahead(of) === 0) ??
      ALL_INSTRUCTIONS.find((of) => !slots.includes(slotOf(of))) ??
      'better'
    );
  }
  const decides = asked.find((of) => ahead(of) > 0);
  return decides ?? (countWords(chosen) > countWords(rejected) ? 'longer' : 'better');
}

function clause(of: Instruction): string {
  switch (of.kind) {
    case 'word':
      return `it uses the word ${of.word}`;
    case 'avoid':
      return `it does not use the word ${of.word}`;
    case 'most':
      return `it has at most ${of.count} words`;
    case 'least':
      return `it has at least ${of.count} words`;
    case 'items':
      return `it lists ${of.count} things`;
    case 'case':
      return `it starts with a ${of.first} letter`;
    case 'mark':
      return `it ends with "${of.mark}"`;
  }
}

/**
 * Two prompts that differ in one instruction: an answer follows the whole of the first, and of the second all but that one
 * (MAPL's intra-sample relation, methods.md M35). What else they ask is what the answer follows of its own prompt. None for
 * an answer without a word, which follows nothing.
 */
function variedPrompts(
  { request, instructions }: InstructedRequest,
  answer: string,
  random: RandomStream,
): Partial<RowRelations> {
  for (const slot of random.shuffled(SLOTS)) {
    const kept = instructions.filter((of) => slotOf(of) !== slot && satisfies(of, answer));
    const fitting = instructionsOfSlot(slot).filter((of) => agree([...kept, of]));
    const [followed, violated] = [true, false].map((holds) => fitting.filter((of) => satisfies(of, answer) === holds));
    if (!followed?.length || !violated?.length) continue;
    const prompt = (of: Instruction) => promptText({ request, instructions: [...kept, of] });
    return { prompt_satisfied: prompt(random.pick(followed)), prompt_violated: prompt(random.pick(violated)) };
  }
  return {};
}

/** Key words: the things that an answer lists. */
export function multiInsKeyWords(): (span: WordSpan) => boolean {
  return ({ word }) => THINGS.includes(word);
}
