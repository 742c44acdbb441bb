import type { Expression, MathInterface } from '../math/types.ts';
import type { StepPart } from './memberSteps.ts';
import type { SideName } from './objectiveArrays.ts';
import type { SurveyTags } from './surveyTags.ts';

/** A setting of a method, under TRL's argument name. Feeds the form, the link, validation and property tests. */
export interface Hyperparameter {
  /** TRL's argument name; also the link key. */
  readonly name: string;
  /** TeX symbol. */
  readonly symbol: string;
  readonly default: number;
  readonly min: number;
  readonly max: number;
  readonly scale: 'linear' | 'log';
  /** Slider step; for a log scale, in decades. */
  readonly step: number;
  readonly unit?: string;
  readonly meaning: string;
  /** Where set, the value is one of these (drawn as a choice, not a slider). */
  readonly options?: readonly { readonly value: number; readonly label: string }[];
  /** Whether a running experiment may change it. Default true. */
  readonly live?: boolean;
}

/** What the data path must supply for a method. */
export interface MethodNeeds {
  /**
   * Which relation the method reads. `completion` is plain text to imitate (the chosen answers); `list` ranked answers;
   * `sample` answers of the policy's own with advantages.
   */
  readonly relation: 'pair' | 'unpaired' | 'completion' | 'list' | 'sample';
  /** Reference slots the method subtracts. Offline, the previous iterate is the base. */
  readonly references: readonly ('base' | 'previous' | 'old')[];
  /** Which sequence log-prob it works on; printed in the page (trap 1). */
  readonly reduction: 'sum' | 'mean';
  /** Sequences beside chosen and rejected: KTO's mismatched ones, a gold answer, a rationale. */
  readonly sides?: readonly Exclude<SideName, 'chosen' | 'rejected' | 'member' | 'sample'>[];
  /**
   * Sides that are needed only where a hyperparameter is not 0, by its name: it cannot change while a run is on (`live` is false).
   * `withSettledNeeds` puts those that are among `sides`.
   */
  readonly sidesWhere?: Readonly<Record<string, NonNullable<MethodNeeds['sides']>>>;
  /** Numbers that rows bring. */
  readonly columns?: readonly ColumnName[];
  /** Statistics of the whole distribution at each token. */
  readonly vocabulary?: readonly ('kl' | 'collision')[];
  /** Which step (sentence) each token belongs to: `tokens.steps`, `members.steps`. */
  readonly steps?: boolean;
  /** How strongly the reference is activated at each token: `tokens.mask`. */
  readonly tokenMask?: boolean;
  /** The reference's hidden states: `tokens.project`, `members.steps.cosine`. */
  readonly hidden?: boolean;
  /** The batch must be drawn from the policy while training: shown and proven, not yet trained with. */
  readonly sampling?: boolean;
}

/**
 * `score`: the world's gold score of an answer; `attribute1`, `attribute2`: two parts of it (sides). `probability`: that chosen
 * wins (pairs), and each answer's win rate against the answers of its row, itself included (sides). `uniform`: a fresh draw in
 * [0, 1); `own`: 1 where the chosen answer is the policy's and the rejected one the reference's, 0 where it is the other way
 * round (pairs). `value`: what a list ranks by (members). `advantage` (samples).
 */
export type ColumnName =
  | 'score'
  | 'attribute1'
  | 'attribute2'
  | 'probability'
  | 'uniform'
  | 'own'
  | 'value'
  | 'advantage';

/** Flipped labels, length bias, how surely a lead in score decides a label: settings of an experiment's data. */
export type DataKnob = 'epsilon' | 'kappa' | 'sharpness';

export interface Paper {
  readonly title: string;
  readonly authors: string;
  readonly year: number;
  readonly arxiv: string;
}

export type Hyperparameters = Readonly<Record<string, number>>;

/** A value of TRL's config classes, as the exported script writes it. */
export type TrlValue = string | number | boolean | null | readonly (string | number)[];

/** One side of the relation: all values are expressions over that relation's axis ([B] pairs, or [N] rows). */
export interface ScoredSide {
  /** Sum over completion tokens, nats. [B] */
  readonly logps: Expression;
  /** The same under the frozen reference policy; a constant. [B] */
  readonly refLogps: Expression;
  /** The same under the previous iterate; a constant. [B] */
  readonly previousLogps: Expression;
  /** Completion tokens (EOS counted). [B] */
  readonly lengths: Expression;
  /** Sum of log-probs over the tokens at positions below `length` of each row (LD-DPO's shared prefix). [B] */
  prefixLogps(length: Expression): Expression;
  prefixRefLogps(length: Expression): Expression;
  /** Sum over prompt and completion tokens (all but the first), and how many there are. [B] */
  readonly fullLogps: Expression;
  readonly fullLengths: Expression;
  /** KL(π_ref ‖ π) over the whole vocabulary, summed over completion tokens, nats; differentiable. [B] */
  readonly kl: Expression;
  /** log Σ_v π(v)², summed over completion tokens; a constant. [B] */
  readonly collisions: Expression;
  /** A number of `needs.columns` for each row. [B] */
  column(name: ColumnName): Expression;
  /** The completion tokens one by one. */
  readonly tokens: SideTokens;
}

/** Expressions on the axis of a side's completion tokens, row after row. [K] */
export interface SideTokens {
  readonly logps: Expression;
  readonly refLogps: Expression;
  /** Under the policy that drew the samples. */
  readonly oldLogps: Expression;
  readonly kl: Expression;
  readonly collisions: Expression;
  /** Entropy of the policy's distribution, nats; a constant. */
  readonly entropies: Expression;
  /** How strongly the reference is activated there, in [0, 1] of its completion; a constant. */
  readonly mask: Expression;
  /** Place in the completion, from 1. */
  readonly positions: Expression;
  /** The step a token belongs to, from 1; 0: none. */
  readonly steps: Expression;
  /** The reference's hidden state at each token, layer-normalised, times a vector over channels. [C] → [K] */
  project(vector: Expression): Expression;
  /** Σ over each row's tokens. [K] → [B] */
  sum(values: Expression): Expression;
  /** Each row's value at all of its tokens. [B] → [K] */
  spread(values: Expression): Expression;
}

/** Ranked answers. Members of all lists are one axis; use `gather`, `sumBy` and `maxBy` with these indices. */
export interface Members {
  readonly side: ScoredSide;
  /** Which list each member is in. On the axis of members. */
  readonly list: Expression;
  /** All ordered pairs of two members of one list, as member indices. On the axis of comparisons. */
  readonly first: Expression;
  readonly second: Expression;
  /** The comparison of the same two the other way round. On the axis of comparisons. */
  readonly mirror: Expression;
  /** One element a list. */
  readonly each: Expression;
  /** Members step by step, and compared step by step; constants. */
  readonly steps: Readonly<Record<StepPart, Expression>>;
}

/**
 * What `compute` sees. Chosen and rejected have the same axis for pairs, separate axes for unpaired rows; for lists they are
 * each list’s best and worst member. What is read must be declared in `needs`.
 */
export interface ObjectiveBatch {
  readonly chosen: ScoredSide;
  readonly rejected: ScoredSide;
  /** Any other side. Gold answers, rationales and prompt variants share the axis of pairs. */
  side(name: SideName): ScoredSide;
  /** A number for each pair. [B] */
  pair(name: ColumnName): Expression;
  /** A running statistic as the last step left it; a constant. Scalar. */
  state(name: string): Expression;
  /** A vector of the method's `parameters`; differentiated. [C], or a scalar. */
  parameter(name: string): Expression;
  readonly members: Members;
  /** How the samples were drawn; constants. */
  readonly draw: {
    /** Tokens a completion may have at most. Scalar. */
    readonly maxLength: Expression;
    /** Completion tokens of all the step's samples, divided by its micro-batches. Scalar. */
    readonly tokens: Expression;
  };
  /** An axis without elements: rewards where nothing is chosen or rejected. */
  readonly none: Expression;
}

export interface ObjectiveOutput {
  /** What is back-propagated. Scalar. */
  readonly loss: Expression;
  /** Per example, for metrics and tests: pairs, chosen rows then rejected rows, lists or samples. Their mean is `loss`. */
  readonly losses: Expression;
  /** Rewards as TRL logs them; `none` of the batch where rows are neither chosen nor rejected. */
  readonly chosenRewards: Expression;
  readonly rejectedRewards: Expression;
  /** Running statistics to remember, by the names of `MethodDefinition.state`. Scalars. */
  readonly state?: Readonly<Record<string, Expression>>;
  /** Further metrics of this batch under TRL's names. Scalars. */
  readonly metrics?: Readonly<Record<string, Expression>>;
  /** How much each completion token counts, for the page. [K] each */
  readonly masks?: { readonly chosen: Expression; readonly rejected: Expression };
}

/** What a method learns beside the model: vectors over the reference's channels, and scalars. */
export interface ObjectiveParameters {
  readonly vectors: Readonly<Record<string, ParameterVector>>;
  /** The hyperparameter by which their learning rate is that of the model multiplied. */
  readonly learningRateFactor: string;
}

export interface ParameterVector {
  readonly axis: 'channel' | 'scalar';
  /** Value of every element before the first step. */
  readonly initial: number;
  /** AdamW's. */
  readonly weightDecay: number;
}

/** Facts that hold exactly and are tested for every method that declares them. */
export type Identity =
  /** Loss, rewards and gradient equal those of `method` when these settings hold; it shares all others, `otherwise` aside. */
  | {
      readonly kind: 'equals';
      readonly method: string;
      readonly when: Hyperparameters;
      readonly otherwise?: Hyperparameters;
    }
  /** The loss where policy and reference agree; for 'unpaired', on as many chosen as rejected rows. */
  | { readonly kind: 'valueAtReference'; readonly value: (hyper: Hyperparameters) => number }
  /** Raising chosen or lowering rejected log-probs never raises the loss. */
  | { readonly kind: 'monotoneInMargin'; readonly direction: 'decreasing' };

export interface MethodDefinition {
  /** TRL's `loss_type` where one exists. Also the link's value. Never changes. */
  readonly id: string;
  readonly label: string;
  /** The idea in one sentence. */
  readonly idea: string;
  /** The survey's four axes (arXiv 2503.11701). */
  readonly tags: SurveyTags;
  /** TeX. `\\beta` and the other hyperparameter symbols are given their live values by the formula panel. */
  readonly formula: string;
  /** TeX symbol → meaning, in reading order. */
  readonly symbols: Readonly<Record<string, string>>;
  readonly paper: Paper;
  /** Where the paper's own equation was not read: what our reading rests on. Shown as a badge. */
  readonly reading?: string;
  readonly hyperparameters: readonly Hyperparameter[];
  readonly needs: MethodNeeds;
  compute(m: MathInterface, batch: ObjectiveBatch, hyper: Hyperparameters): ObjectiveOutput;
  /** The data knob of a world that shows what this method is for. */
  readonly knob?: DataKnob;
  /** Running statistics and their values before the first step; part of a snapshot. */
  readonly state?: Readonly<Record<string, number>>;
  /** What it learns beside the model; part of a snapshot, not of a link. */
  readonly parameters?: ObjectiveParameters;
  readonly identities: readonly Identity[];
  /** TRL trainer and arguments, or why there is none. */
  readonly trl:
    | {
        readonly trainer: string;
        readonly loss_type: string;
        readonly note?: string;
        /** Where absent `{ loss_type, ...hyper }`. `loss_type: null`: these settings have no counterpart; `note` says why. */
        arguments?(hyper: Hyperparameters): Readonly<Record<string, TrlValue>>;
      }
    | { readonly none: string };
  /** Learning rate the page starts from for this method on the bundled models. */
  readonly learningRate: number;
}
