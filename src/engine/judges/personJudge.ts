import type { JudgedComparison } from '../person/types.ts';
import type { Judge } from './types.ts';

/**
 * The person, as far as they have judged: their verdict on two answers to a prompt, in either order, the newest where they were asked
 * twice; NaN for what they never saw.
 */
export function personJudge(judged: readonly JudgedComparison[]): Judge {
  const known = new Map<string, number>();
  for (const { prompt, first, second, verdict } of judged) {
    known.set(keyOf(prompt, first, second), verdict);
    known.set(keyOf(prompt, second, first), 1 - verdict);
  }
  return {
    id: 'person',
    kind: 'human',
    async prob(prompts, first, second) {
      return Float64Array.from(
        prompts,
        (prompt, i) => known.get(keyOf(prompt, first[i] ?? '', second[i] ?? '')) ?? Number.NaN,
      );
    },
  };
}

function keyOf(prompt: string, first: string, second: string): string {
  return JSON.stringify([prompt, first, second]);
}
