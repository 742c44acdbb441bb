import type { MetricValues } from '../metrics/types.ts';
import type { RandomStream } from '../train/rng.ts';
import type { WordSpan } from './degrade.ts';

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
  /** A pair of which more instructions separate the answers than the row's own: MAPL's inter-sample relation. All three or none. */
  readonly synthesised_prompt?: string;
  readonly synthesised_chosen?: string;
  readonly synthesised_rejected?: string;
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
  /** Who preferred chosen, where several people label. */
  readonly annotator?: number;
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
  /** Left out: any value in the range. */
  readonly integer?: true;
  readonly meaning: string;
}

/** Values of knobs by name; one that is missing has its default. */
export type Knobs = Readonly<Record<string, number>>;

/** What a person chooses a world by. */
export interface WorldFacts {
  readonly id: string;
  readonly label: string;
  readonly idea: string;
  /** Its own knobs; those of the labels (κ, ε, sharpness) every world has. */
  readonly knobs?: readonly WorldKnob[];
  /** Tokens that its rows and answers take with the bundled tokenizer, where the defaults would cut more than one in a hundred. */
  readonly room?: WorldRoom;
}

export interface WorldRoom {
  readonly max_length?: number;
  readonly max_completion_length?: number;
}

/** What a world has to say for itself. `defineWorld` makes pairs, labels and relations of it. */
export interface WorldRules extends WorldFacts {
  /** A prompt, as the model sees it (it ends where the answer begins). */
  prompt(random: RandomStream, knobs: Knobs): string;
  /** A well-formed answer, from the wide distribution that supervised text is drawn from. */
  answer(prompt: string, random: RandomStream, knobs: Knobs): string;
  /** An answer for pairs, mistakes included, where supervised text has too few of them; `answer` where left out. */
  candidate?(prompt: string, random: RandomStream, knobs: Knobs): string;
  /**
   * Gold score of an answer: what the user would want. Standard-deviation units over the answers that pairs are made of.
   * Any text may come: a broken answer scores low, it never throws. Knobs: for worlds whose users' wishes are a setting.
   */
  goldScore(prompt: string, answer: string, knobs?: Knobs): number;
  /** How many different gold scores there are, where they are few: no more answers than these can be ranked. */
  readonly goldLevels?: number;
  /** Answer length in standard deviations over the answers that pairs are made of. */
  lengthScore(answer: string): number;
  /** Whether an answer is well-formed for its prompt (text may be anything a model emitted); not whether it is good. */
  wellFormed(prompt: string, answer: string): boolean;
  /** An answer's steps (parts that can be weighed one by one), in order; joined they give the answer again, spaces included. */
  steps(answer: string): readonly string[];
  /** Exact verifier: the share of what can be checked that holds, in [0, 1]; 1 is right. */
  verify?(prompt: string, answer: string): number;
  /** What else its rules tell of a policy's answers to these prompts, at least one: values by metric id, with intervals over answers. */
  measure?(prompts: readonly string[], answers: readonly string[], knobs: Knobs): MetricValues;
  /** Parts of quality, each in standard deviations; at least two. */
  attributes?(prompt: string, answer: string): readonly number[];
  /**
   * Log-odds that the first answer wins, before length bias and flips, where preferences do not follow a score (they may
   * run in a circle); antisymmetric in the two answers. Left out: sharpness · difference of gold scores.
   */
  preferenceLogit?(prompt: string, first: string, second: string, knobs: Knobs): number;
  /** Whether two different answers may be one pair; any two where left out. */
  comparable?(first: string, second: string, knobs: Knobs, prompt: string): boolean;
  /** Who labels a pair of this prompt, where there are several people: a row's `annotator`. */
  annotator?(prompt: string, knobs: Knobs): number;
  /** Relations that this world makes by rules of its own (a rationale, instructed prompts), over those that all worlds share. */
  relations?(row: PreferenceRow, knobs: Knobs, options: RelateOptions, stream: NamedStream): Partial<RowRelations>;
  /** Whether a word of an answer carries its content, for degrees; content words of English where left out. */
  keyWords?(prompt: string, answer: string): (span: WordSpan) => boolean;
}

/** A stream of its own for each relation of a row. */
export type NamedStream = (relation: string) => RandomStream;

/**
 * A world: prompts, answers, and a rule that scores them. Everything is generated from a seed, so an experiment's link
 * reproduces its rows on every machine. Made by `defineWorld` from the rules above.
 */
export interface World extends WorldRules {
  /** Label knobs first, then its own. */
  readonly knobs: readonly WorldKnob[];
  readonly candidate: NonNullable<WorldRules['candidate']>;
  /** What the labels follow: goldScore + κ · lengthScore. The training judge. */
  judgeScore(prompt: string, answer: string, knobs: Knobs): number;
  /** P(first wins) under the labelling rule, before flips; 0 or 1 where the difference is beyond float64. */
  winProbability(prompt: string, first: string, second: string, knobs: Knobs): number;
  /** One labelled pair. */
  pair(random: RandomStream, knobs: Knobs): PreferenceRow;
  /**
   * All relations of a row by the world's rules; the same row, knobs and seed give the same on every machine.
   *
   * @throws RangeError when the prompt is not one of this world's, or the options are out of range
   */
  relate(row: PreferenceRow, knobs: Knobs, options: RelateOptions): RowRelations;
}
