import { randomStream } from '../train/rng.ts';
import { PERSONA_FACTS, type PersonaKnob, USERS_MAX } from './personaFacts.ts';
import type { Knobs } from './types.ts';

/** User n is the n-th name. Users beyond the knob `users` never ask: they are there for held-out users. */
export const USER_NAMES: readonly string[] =
  'Ann Tom Mia Ben Lily Sam Emma Leo Clara Jack Nora Will Sara Fred Kate Ned Tess Joe Rosa Tim Anna Dan Ella Gus Ruby Ian Ivy Theo Wendy Max Nina Carl Eva Finn Jane Hugo Maya Adam Iris Eli Leah Henry Lucy Kai Hana Luke Dora Milo Bella Omar Ada Peter Amy Oscar Molly Noah Penny Paul Olga Ravi'.split(
    ' ',
  );

export function personaKnob(knobs: Knobs, name: PersonaKnob): number {
  return knobs[name] ?? (PERSONA_FACTS.knobs.find((knob) => knob.name === name)?.default as number);
}

/** @throws RangeError when the knob is not one of 2 … 60 */
export function userCount(knobs: Knobs): number {
  const users = personaKnob(knobs, 'users');
  if (!Number.isInteger(users) || users < 2 || users > USERS_MAX) {
    throw new RangeError(`users must be a whole number from 2 to ${USERS_MAX}, got ${users}`);
  }
  return users;
}

export type PersonaGroup = 'majority' | 'minority';
/** In the order in which groups are numbered. */
export const PERSONA_GROUPS: readonly PersonaGroup[] = ['majority', 'minority'];

/** Multiples of the golden ratio spread evenly over [0, 1): of the first U users, whatever U is, about the share lies below it. */
const GOLDEN = (Math.sqrt(5) - 1) / 2;
const FIRST_PLACE = 0.21;

/** The group of a user. It hangs on the knob `minority` alone, and no digit of a number tells it. */
export function groupOf(user: number, knobs: Knobs): PersonaGroup {
  return (FIRST_PLACE + user * GOLDEN) % 1 < personaKnob(knobs, 'minority') ? 'minority' : 'majority';
}

/** Weights of sentiment, formality and brevity, of length 1. */
export type WishWeights = readonly [sentiment: number, formality: number, brevity: number];

/** What the minority wants beside its stand on sentiment, of length 1. */
const SOBER = { formality: 0.8, brevity: 0.6 } as const;

/**
 * The middle of a group's wishes. The majority wants warm words and nothing else; the minority's wish is turned away from
 * that by the angle `distance`, towards formal and brief answers.
 */
export function groupWeights(group: PersonaGroup, knobs: Knobs): WishWeights {
  const angle = group === 'majority' ? 0 : (personaKnob(knobs, 'distance') * Math.PI) / 180;
  return [Math.cos(angle), SOBER.formality * Math.sin(angle), SOBER.brevity * Math.sin(angle)];
}

/** How far one person's weights lie from the group's at most, for each attribute. */
const OWN_TASTE = 0.3;

/** A user's own weights: those of the group, and a taste of one's own that is always the same. */
export function userWeights(user: number, knobs: Knobs): WishWeights {
  const taste = randomStream(user, 'persona/taste');
  const [sentiment, formality, brevity] = groupWeights(groupOf(user, knobs), knobs).map(
    (weight) => weight + OWN_TASTE * (2 * taste.uniform() - 1),
  ) as [number, number, number];
  const size = Math.sqrt(sentiment ** 2 + formality ** 2 + brevity ** 2);
  return [sentiment / size, formality / size, brevity / size];
}

/** Who asks what no name stands before: one of the users, always the same for the same words. */
export function askerOf(request: string, knobs: Knobs): number {
  return 1 + randomStream(0, `persona/asker/${request}`).integer(userCount(knobs));
}
