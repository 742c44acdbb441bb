import type { RandomStream } from '../train/rng.ts';
import { traceSteps } from './arithTrace.ts';
import type { RowRelations } from './types.ts';

const STEP_LIMITS = [
  { steps: 2, name: 'two' },
  { steps: 4, name: 'four' },
  { steps: 6, name: 'six' },
] as const;

/** An instruction and its opposite, and which of the two an answer follows. */
type Instruction = (
  answer: string,
  random: RandomStream,
) => readonly [follows: boolean, positive: string, negative: string];

const INSTRUCTIONS: readonly Instruction[] = [
  (answer, random) => {
    const { steps, name } = random.pick(STEP_LIMITS);
    return [traceSteps(answer).length <= steps, `Use at most ${name} steps.`, `Use more than ${name} steps.`];
  },
  (answer) => [/check|again/.test(answer), 'Check your work.', 'Do not check your work.'],
  (answer) => [/[a-z]/.test(answer), 'Use words.', 'Do not use words.'],
];

/** The prompt with one instruction more about the trace, which code can check: one that the answer follows, one that it does not. */
export function instructedExpressions(
  prompt: string,
  answer: string,
  random: RandomStream,
): Required<Pick<RowRelations, 'prompt_satisfied' | 'prompt_violated'>> {
  const [follows, positive, negative] = random.pick(INSTRUCTIONS)(answer, random);
  const asked = (instruction: string) => `${prompt.trimEnd()} ${instruction}\n`;
  return {
    prompt_satisfied: asked(follows ? positive : negative),
    prompt_violated: asked(follows ? negative : positive),
  };
}
