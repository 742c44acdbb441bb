import type { PreferenceSet } from '../data/preferenceSet.ts';
import type { Experiment } from '../experiment/schema.ts';
import type { Evaluation, StepRecord } from '../protocol.ts';
import type { Trainer } from '../train/trainer.ts';
import type { Workbench } from '../train/workbench.ts';

/** The figure that decides a claim lies here when the claim holds; at least one bound. */
export interface Expected {
  readonly min?: number;
  readonly max?: number;
}

/** One sentence of a paper that can be checked at our scale: what is claimed, what is measured, and how. */
export interface Claim {
  /** The method's number in the specification, e.g. 'M04'. */
  readonly id: string;
  /** The paper: arXiv number. */
  readonly arxiv: string;
  /** The paper's claim in a sentence. */
  readonly claim: string;
  /** What the figure is, with its unit. */
  readonly figure: string;
  /** Model, data, steps, pairs: the scale at which it was checked, and where it is smaller than the paper's idea asks for. */
  readonly setting: string;
  readonly expected: Expected;
  /** What a person opens to see it. */
  readonly preset: Experiment;
  /** The figure for one seed; pure but for `lab`. */
  measure(lab: Lab, seed: number): Promise<number> | number;
}

export interface TrainOptions {
  /** Rows instead of the experiment's own set, e.g. fewer or other ones. */
  readonly set?: PreferenceSet;
  /** Weights to start from (and to be the reference), in the model's layout; left out: the model's own. */
  readonly weights?: Float32Array<ArrayBuffer>;
  /** Called after the last evaluation, while the policy is still there. */
  readonly look?: (bench: Workbench, trainer: Trainer) => Promise<void>;
  /** Evaluations beside the one before and the one after: every so many steps. */
  readonly evaluateEvery?: number;
}

export interface Trained {
  /** Before the first step, then as asked, and after the last step. */
  readonly evaluations: readonly Evaluation[];
  readonly records: readonly StepRecord[];
  /** The policy's. */
  readonly weights: Float32Array;
}

/** What a claim may use: runs of the page's own engine, without the page. */
export interface Lab {
  train(experiment: Experiment, options?: TrainOptions): Promise<Trained>;
  set(experiment: Experiment): Promise<PreferenceSet>;
}

export type Verdict = 'holds' | 'does-not-hold' | 'undecided';
