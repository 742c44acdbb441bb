import { probabilities } from './probabilities.ts';
import type { Judge } from './types.ts';

/**
 * Several judges as one: the mean of their probabilities, and of their scores where all have one.
 *
 * @throws RangeError without judges
 */
export function ensemble(id: string, judges: readonly Judge[]): Judge {
  if (judges.length === 0) throw new RangeError('an ensemble needs a judge');
  const everyScore = judges.every(({ score }) => score !== undefined);
  return {
    id,
    kind: 'mixture',
    async prob(prompts, first, second) {
      return meanOf(await inTurn(judges, (judge) => probabilities(judge, prompts, first, second)), prompts.length);
    },
    ...(everyScore && {
      async score(prompts: readonly string[], completions: readonly string[]) {
        const all = await inTurn(judges, async (judge) => (await judge.score?.(prompts, completions)) ?? NOTHING);
        return meanOf(all, completions.length);
      },
    }),
  };
}

const NOTHING = new Float64Array(0);

/** One after the other: those on the device share its plans. */
async function inTurn(
  judges: readonly Judge[],
  ask: (judge: Judge) => Promise<Float64Array>,
): Promise<readonly Float64Array[]> {
  const answers: Float64Array[] = [];
  for (const judge of judges) answers.push(await ask(judge));
  return answers;
}

function meanOf(all: readonly Float64Array[], length: number): Float64Array {
  return Float64Array.from(
    { length },
    (_, i) => all.reduce((sum, one) => sum + (one[i] ?? Number.NaN), 0) / all.length,
  );
}
