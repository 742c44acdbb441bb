import type { Expression, MathInterface } from '../math/types.ts';

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
  /** Which relation array the method reads. `completion` is plain text to imitate (the chosen answers). */
  readonly relation: 'pair' | 'unpaired' | 'completion';
  /** Reference slots the method subtracts. */
  readonly references: readonly 'base'[];
  /** Which sequence log-prob it works on; printed in the page (trap 1). */
  readonly reduction: 'sum' | 'mean';
  /** KTO's estimate needs mismatched (prompt, completion) rows. */
  readonly mismatchedCompletions?: boolean;
}

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
  /** Completion tokens (EOS counted). [B] */
  readonly lengths: Expression;
  /** Sum of log-probs over the tokens at positions below `length` of each row (LD-DPO's shared prefix). [B] */
  prefixLogps(length: Expression): Expression;
  prefixRefLogps(length: Expression): Expression;
  /** Sum over prompt and completion tokens (all but the first), and how many there are. [B] */
  readonly fullLogps: Expression;
  readonly fullLengths: Expression;
}

/** What `compute` sees. Chosen and rejected have the same axis for pairs, separate axes for unpaired rows. */
export interface ObjectiveBatch {
  readonly chosen: ScoredSide;
  readonly rejected: ScoredSide;
  /** Mismatched completions of KTO's KL estimate, where `needs.mismatchedCompletions`. [K] */
  readonly mismatched?: Pick<ScoredSide, 'logps' | 'refLogps'>;
}

export interface ObjectiveOutput {
  /** What is back-propagated. Scalar. */
  readonly loss: Expression;
  /** Per example, for metrics and tests: pairs, or chosen rows then rejected rows. Their mean is `loss`. */
  readonly losses: Expression;
  /** Rewards as TRL logs them. */
  readonly chosenRewards: Expression;
  readonly rejectedRewards: Expression;
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
  readonly tags: {
    readonly data: string;
    readonly framework: string;
    readonly constraint: string;
    readonly property: string;
  };
  /** TeX. `\\beta` and the other hyperparameter symbols are given their live values by the formula panel. */
  readonly formula: string;
  /** TeX symbol → meaning, in reading order. */
  readonly symbols: Readonly<Record<string, string>>;
  readonly paper: Paper;
  readonly hyperparameters: readonly Hyperparameter[];
  readonly needs: MethodNeeds;
  compute(m: MathInterface, batch: ObjectiveBatch, hyper: Hyperparameters): ObjectiveOutput;
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
