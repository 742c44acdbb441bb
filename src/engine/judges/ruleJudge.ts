import type { World } from '../worlds/types.ts';
import type { Judge } from './types.ts';

/** The set's labelling rule: quality + κ · length. */
export function trainingJudge(world: World, knobs: Readonly<Record<string, number>>): Judge {
  return ruleJudge(`${world.id}/labels`, (prompt, completion) => world.judgeScore(prompt, completion, knobs));
}

/** The world's gold score: quality alone. */
export function goldJudge(world: World): Judge {
  return ruleJudge(`${world.id}/gold`, (prompt, completion) => world.goldScore(prompt, completion));
}

function ruleJudge(id: string, rule: (prompt: string, completion: string) => number): Judge {
  return {
    id,
    kind: 'rule',
    async score(prompts, completions) {
      return Float64Array.from(completions, (completion, i) => rule(prompts[i] ?? '', completion));
    },
  };
}
