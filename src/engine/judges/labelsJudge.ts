import type { Knobs, World } from '../worlds/types.ts';
import { ruleScores } from './ruleScores.ts';
import type { Judge } from './types.ts';

/** The rule that labelled the set: gold score + κ · length score, or the world's own preferences; before flips. */
export function labelsJudge(world: World, knobs: Knobs): Judge {
  const judge: Judge = {
    id: `${world.id}/labels`,
    kind: 'rule',
    temperature: labelTemperature(world, knobs),
    score: ruleScores((prompt, answer) => world.judgeScore(prompt, answer, knobs)),
  };
  if (world.preferenceLogit === undefined) return judge;
  return {
    ...judge,
    async prob(prompts, first, second) {
      return Float64Array.from(prompts, (prompt, i) =>
        world.winProbability(prompt, first[i] ?? '', second[i] ?? '', knobs),
      );
    },
  };
}

/** T by which the labels' probabilities follow from a difference of scores: 1 / sharpness. */
export function labelTemperature(world: World, knobs: Knobs): number {
  const byDefault = world.knobs.find(({ name }) => name === 'sharpness')?.default ?? 1;
  return 1 / (knobs.sharpness ?? byDefault);
}
