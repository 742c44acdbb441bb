import type { RandomStream } from '../train/rng.ts';
import { flipped, NOISE_KNOB } from './labelNoise.ts';
import { LENGTH_BIAS_KNOB, lengthBias } from './lengthBias.ts';
import type { Knobs, WorldKnob, WorldRules } from './types.ts';

/** P(first wins) = σ(sharpness · difference): at κ = 1 about one label in twenty goes against the judge, near ties mostly. */
const LABEL_SHARPNESS = 5;

/** Every world's pairs are labelled by the same rule; these are its knobs. */
export const LABEL_KNOBS: readonly WorldKnob[] = [
  LENGTH_BIAS_KNOB,
  NOISE_KNOB,
  {
    name: 'sharpness',
    symbol: 's',
    default: LABEL_SHARPNESS,
    min: 0.2,
    max: 20,
    meaning: 'Margin strength: how surely one standard deviation of the judge’s score decides a label.',
  },
];

/** What the labels follow where preferences follow a score: gold score + κ · length score. */
export function judgeScore(world: WorldRules, prompt: string, answer: string, knobs: Knobs): number {
  return world.goldScore(prompt, answer, knobs) + lengthBias(world, answer, knobs);
}

/** P(first wins) before flips; 0 or 1 where the difference is beyond float64. */
export function winProbability(world: WorldRules, prompt: string, first: string, second: string, knobs: Knobs): number {
  const sharpness = knobs.sharpness ?? LABEL_SHARPNESS;
  const logit = world.preferenceLogit
    ? world.preferenceLogit(prompt, first, second, knobs) +
      sharpness * (lengthBias(world, first, knobs) - lengthBias(world, second, knobs))
    : sharpness * (judgeScore(world, prompt, first, knobs) - judgeScore(world, prompt, second, knobs));
  return 1 / (1 + Math.exp(-logit));
}

/** Whether the first answer is labelled the better one: a draw, then perhaps a flip. Two uniforms. */
export function firstIsChosen(
  world: WorldRules,
  prompt: string,
  answers: readonly [string, string],
  knobs: Knobs,
  random: RandomStream,
): boolean {
  const wins = random.uniform() < winProbability(world, prompt, ...answers, knobs);
  return flipped(random, knobs) ? !wins : wins;
}
