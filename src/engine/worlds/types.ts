import type { RandomStream } from '../train/rng.ts';

/** One preference row in TRL's format; `score_*` is the world's gold score (quality alone), in standard-deviation units. */
export interface PreferenceRow {
  readonly prompt: string;
  readonly chosen: string;
  readonly rejected: string;
  readonly score_chosen?: number;
  readonly score_rejected?: number;
}

/** A knob of a world's preference builder, with the range the page may offer. */
export interface WorldKnob {
  readonly name: string;
  readonly symbol: string;
  readonly default: number;
  readonly min: number;
  readonly max: number;
  readonly meaning: string;
}

/**
 * A world: prompts, answers, and a rule that scores them. Everything is generated from a seed, so an experiment's link
 * reproduces its rows on every machine.
 */
export interface World {
  readonly id: string;
  readonly label: string;
  readonly idea: string;
  readonly knobs: readonly WorldKnob[];
  /** A prompt, as the model sees it (it ends where the answer begins). */
  prompt(random: RandomStream): string;
  /** A well-formed answer, from the wide distribution that supervised text is drawn from. */
  answer(prompt: string, random: RandomStream): string;
  /** Gold score of an answer: what the user would want. Standard-deviation units over `answer`'s distribution. */
  goldScore(prompt: string, answer: string): number;
  /** Length term of the labelling rule: answer length in standard deviations over `answer`'s distribution. */
  lengthScore(answer: string): number;
  /** What the labels follow: goldScore + κ · lengthScore. The training judge. */
  judgeScore(prompt: string, answer: string, knobs: Readonly<Record<string, number>>): number;
  /** Whether an answer is well-formed for its prompt (text may be anything a model emitted). */
  wellFormed(prompt: string, answer: string): boolean;
  /** One labelled pair. */
  pair(random: RandomStream, knobs: Readonly<Record<string, number>>): PreferenceRow;
}
