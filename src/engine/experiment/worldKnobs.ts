import type { RecipeChanges } from '../data/preferenceSet.ts';
import { ownKnobsOf } from '../worlds/knobs.ts';
import type { WorldKnob } from '../worlds/types.ts';
import type { Experiment } from './schema.ts';

/** A world's knob as a key of the link: worlds, objectives and settings name theirs without asking each other. */
export const worldKnobKey = (name: string): string => `world_${name}`;

/** The own knobs of a set's world at their defaults; empty for own rows and worlds without any. */
export function defaultWorldKnobs(data: string): Readonly<Record<string, number>> {
  return Object.freeze(Object.fromEntries(ownKnobsOf(data).map((knob) => [knob.name, knob.default])));
}

/** The knobs that an experiment's set has, with their values: those the experiment holds, else defaults. */
export function worldKnobs({ data, world_knobs }: Pick<Experiment, 'data' | 'world_knobs'>): {
  readonly knob: WorldKnob;
  readonly value: number;
}[] {
  return ownKnobsOf(data).map((knob) => ({ knob, value: world_knobs[knob.name] ?? knob.default }));
}

/** What an experiment changes of its set's recipe. */
export function recipeChanges(experiment: Experiment): RecipeChanges {
  const { kappa, epsilon, sharpness, data_seed, world_knobs } = experiment;
  return { knobs: { kappa, epsilon, sharpness, ...world_knobs }, seed: data_seed };
}

/** An experiment with another set: the hash belongs to own rows only, knobs and seed to a world's sets. */
export function withData(experiment: Experiment, data: string): Experiment {
  const world_knobs = defaultWorldKnobs(data);
  return data === 'own'
    ? { ...experiment, data, world_knobs, kappa: null, epsilon: null, sharpness: null, data_seed: null }
    : { ...experiment, data, world_knobs, data_hash: '' };
}
