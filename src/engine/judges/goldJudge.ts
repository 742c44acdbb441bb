import type { Knobs, World } from '../worlds/types.ts';
import { labelTemperature } from './labelsJudge.ts';
import { sigmoid } from './probabilities.ts';
import { ruleScores } from './ruleScores.ts';
import type { Judge } from './types.ts';

/** What the person would want: the world's gold score, or its own preferences where they follow no score; never length. */
export function goldJudge(world: World, knobs: Knobs): Judge {
  const logit = world.preferenceLogit?.bind(world);
  const judge: Judge = {
    id: `${world.id}/gold`,
    kind: 'rule',
    temperature: labelTemperature(world, knobs),
    score: ruleScores((prompt, answer) => world.goldScore(prompt, answer, knobs)),
  };
  if (logit === undefined) return judge;
  return {
    ...judge,
    async prob(prompts, first, second) {
      return Float64Array.from(prompts, (prompt, i) => sigmoid(logit(prompt, first[i] ?? '', second[i] ?? '', knobs)));
    },
  };
}
