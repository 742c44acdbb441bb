import { brokenShare } from './multiInsGrammar.ts';
import { type Instruction, type Slot, satisfies, slotOf } from './multiInsInstructions.ts';
import { readPrompt } from './multiInsPrompt.ts';
import { countWords } from './styleTone.ts';

/**
 * Scores of the `multi_ins` world in standard deviations over its own answers. The constants are measured over 400,000
 * draws of `candidate` at the default mix of instructions (multiIns.test.ts checks them).
 */
export const MULTI_INS_LENGTH_WORDS = { mean: 12.3, sd: 5.02 } as const;
const SATISFIED = { mean: 0.651, sd: 0.323 } as const;
/** Of the two attributes: what the answer holds; its form. An attribute that is not asked for counts 0. */
const ATTRIBUTES = [
  { slots: ['word', 'avoid', 'items'], mean: 0.651, sd: 0.362 },
  { slots: ['words', 'case', 'mark'], mean: 0.651, sd: 0.362 },
] as const satisfies readonly { slots: readonly Slot[]; mean: number; sd: number }[];
/** What a wholly broken answer costs below one that satisfies nothing, in standard deviations. */
const BROKEN_COST = 4;

/** Share of a prompt's instructions that any text satisfies; 0 where the prompt is not one of this world's. */
export function satisfiedShare(prompt: string, answer: string): number {
  const read = readPrompt(prompt);
  if (read === undefined) return 0;
  return shareOf(read.instructions, answer);
}

const shareOf = (instructions: readonly Instruction[], answer: string): number =>
  instructions.filter((of) => satisfies(of, answer)).length / instructions.length;

/** Satisfied instructions about what the answer holds, and about its form: two scores. */
export function attributeScores(prompt: string, answer: string): readonly number[] {
  const instructions = readPrompt(prompt)?.instructions ?? [];
  return ATTRIBUTES.map(({ slots, mean, sd }) => {
    const asked = instructions.filter((of) => (slots as readonly Slot[]).includes(slotOf(of)));
    return asked.length === 0 ? 0 : (shareOf(asked, answer) - mean) / sd;
  });
}

/** Whether an answer is well-formed and does all that its prompt asks. */
export function allSatisfied(prompt: string, answer: string): boolean {
  return broken(prompt, answer) === 0 && satisfiedShare(prompt, answer) === 1;
}

/** 0 just where an answer is well-formed for its prompt; at most 1. */
export function broken(prompt: string, answer: string): number {
  const read = readPrompt(prompt);
  return read === undefined ? 1 : brokenShare(read.request.place, answer);
}

/**
 * The standardised share of satisfied instructions. A broken answer earns none: nonsense that happens to end with "!" is no
 * answer, and a word list holds every word that is asked for.
 */
export function goldScore(prompt: string, answer: string): number {
  const share = broken(prompt, answer);
  const earned = share === 0 ? satisfiedShare(prompt, answer) : 0;
  return (earned - SATISFIED.mean) / SATISFIED.sd - BROKEN_COST * share;
}

export function lengthScore(answer: string): number {
  return (countWords(answer) - MULTI_INS_LENGTH_WORDS.mean) / MULTI_INS_LENGTH_WORDS.sd;
}
