import type { RandomStream } from '../train/rng.ts';

/** What relations beyond a pair tell of a row. Every field optional: a method says which it needs. */
export interface RowRelations {
  /** n ≥ 2 answers to the prompt, best first by gold score; the row's chosen and rejected are not necessarily among them. */
  readonly ranking?: readonly RankedAnswer[];
  /** A reference answer at least as good as chosen by gold score (triple preference optimisation). */
  readonly gold?: string;
  /** Says why chosen is better, naming the deciding attribute; follows `rationale_prompt`. */
  readonly rationale?: string;
  /** Prompt of the rationale: the prompt and both answers, as text. */
  readonly rationale_prompt?: string;
  /** Prompts that chosen satisfies and violates (one instruction more each): MAPL's intra-sample relation. */
  readonly prompt_satisfied?: string;
  readonly prompt_violated?: string;
  /** Two attribute scores of each answer, standard-deviation units (multi-objective margins). */
  readonly attributes_chosen?: readonly [number, number];
  readonly attributes_rejected?: readonly [number, number];
  /** P(chosen wins) under the labelling rule before flips, in (0, 1). */
  readonly probability?: number;
  /** Chosen with key content removed, degree 1..K-1 (0 is chosen itself), in increasing degree. */
  readonly degraded?: readonly string[];
}

export interface RankedAnswer {
  readonly answer: string;
  /** Gold score, standard-deviation units. */
  readonly score: number;
}

/** How well a rationale says why: the attribute that decides, none, or one that does not decide. */
export type RationaleQuality = 'specific' | 'generic' | 'wrong';

export interface RelateOptions {
  readonly seed: number;
  /** How many answers are ranked, at least 2. */
  readonly answers: number;
  /** K of the degrees 0..K-1, at least 2. */
  readonly degrees: number;
  /** 'specific' where left out. */
  readonly rationale?: RationaleQuality;
}

/** One preference row in TRL's format; `score_*` is the world's gold score (quality alone), in standard-deviation units. */
export interface PreferenceRow {
  readonly prompt: string;
  readonly chosen: string;
  readonly rejected: string;
  /**
   * Prompt of the rejected answer where it is another one: single answers, joined two by two. Only methods that read answers one by
   * one take such rows.
   */
  readonly rejected_prompt?: string;
  readonly score_chosen?: number;
  readonly score_rejected?: number;
  /** Those that came with the row; a world makes the others (`World.relate`). */
  readonly relations?: RowRelations;
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
  /**
   * All relations of a row by the world's rules; the same row, knobs and seed give the same on every machine.
   *
   * @throws RangeError when the prompt is not one of this world's, or the options are out of range
   */
  relate(row: PreferenceRow, knobs: Readonly<Record<string, number>>, options: RelateOptions): RowRelations;
  /** An answer's steps (parts that can be weighed one by one), in order; joined they give the answer again, spaces included. */
  steps(answer: string): readonly string[];
}
