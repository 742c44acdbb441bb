import { answerPrompts } from '../train/answers.ts';
import type { Workbench } from '../train/workbench.ts';
import type { World } from '../worlds/types.ts';

export interface Answered {
  readonly prompt: string;
  readonly answer: string;
}

/** A fresh answer of the policy to each of the first `count` held-out prompts. */
export async function heldoutAnswers(bench: Workbench, count: number): Promise<Answered[]> {
  const prompts = [...new Set(bench.set.heldout.map(({ prompt }) => prompt))].slice(0, count);
  const answers = await answerPrompts(bench, bench.policy, prompts, 'claims/answers');
  return prompts.map((prompt, i) => ({ prompt, answer: answers[i]?.text ?? '' }));
}

/** The world that wrote the rows and can score any answer. */
export function worldOf({ set }: Pick<Workbench, 'set'>): World {
  if (set.world === null) throw new RangeError('a claim needs a world');
  return set.world;
}
