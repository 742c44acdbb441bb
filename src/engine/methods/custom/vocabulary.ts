import type { Hyperparameter } from '../types.ts';

/** The words of the language. Lookups go through maps: no text ever becomes a property name. */

export interface Quantity {
  readonly name: string;
  readonly symbol: string;
  readonly meaning: string;
  readonly readsPolicy: boolean;
  readonly readsReference: boolean;
  /** Divided by the number of tokens. */
  readonly isAverage?: boolean;
}

/** One number of each pair, nats for log-probs. [B] */
export const QUANTITIES: readonly Quantity[] = [
  {
    name: 'delta',
    symbol: '\\Delta',
    meaning: 'chosen_logratios − rejected_logratios',
    readsPolicy: true,
    readsReference: true,
  },
  {
    name: 'chosen_logratios',
    symbol: 'u',
    meaning: 'log-ratio of policy to reference on the chosen answer, summed over its tokens',
    readsPolicy: true,
    readsReference: true,
  },
  {
    name: 'rejected_logratios',
    symbol: 'v',
    meaning: 'the same on the rejected answer',
    readsPolicy: true,
    readsReference: true,
  },
  {
    name: 'chosen_logps',
    symbol: '\\ell_w',
    meaning: 'log-prob of the chosen answer under the policy, summed over its tokens',
    readsPolicy: true,
    readsReference: false,
  },
  {
    name: 'rejected_logps',
    symbol: '\\ell_l',
    meaning: 'the same of the rejected answer',
    readsPolicy: true,
    readsReference: false,
  },
  {
    name: 'ref_chosen_logps',
    symbol: '\\ell^{\\mathrm{ref}}_w',
    meaning: 'log-prob of the chosen answer under the reference; a constant',
    readsPolicy: false,
    readsReference: true,
  },
  {
    name: 'ref_rejected_logps',
    symbol: '\\ell^{\\mathrm{ref}}_l',
    meaning: 'the same of the rejected answer',
    readsPolicy: false,
    readsReference: true,
  },
  {
    name: 'chosen_avg_logps',
    symbol: '\\bar\\ell_w',
    meaning: 'log-prob of the chosen answer per token',
    readsPolicy: true,
    readsReference: false,
    isAverage: true,
  },
  {
    name: 'rejected_avg_logps',
    symbol: '\\bar\\ell_l',
    meaning: 'the same of the rejected answer',
    readsPolicy: true,
    readsReference: false,
    isAverage: true,
  },
  {
    name: 'chosen_length',
    symbol: 'n_w',
    meaning: 'tokens of the chosen answer, its end counted; a constant',
    readsPolicy: false,
    readsReference: false,
  },
  {
    name: 'rejected_length',
    symbol: 'n_l',
    meaning: 'the same of the rejected answer',
    readsPolicy: false,
    readsReference: false,
  },
];

/** A word that becomes a setting where it occurs. */
export interface Parameter {
  readonly name: string;
  /** Its name as a setting is also a key of the link, where `epsilon` is taken by the world's label noise. */
  readonly setting: Hyperparameter;
}

/** Defaults and ranges are part of the link format: defaults never change, ranges only widen. */
export const PARAMETERS: readonly Parameter[] = [
  {
    name: 'beta',
    setting: {
      name: 'beta',
      symbol: '\\beta',
      default: 0.1,
      min: 0.01,
      max: 10,
      scale: 'log',
      step: 0.05,
      meaning: 'Whatever your expression makes of it; it also scales the plotted rewards.',
    },
  },
  {
    name: 'gamma',
    setting: {
      name: 'gamma',
      symbol: '\\gamma',
      default: 0.5,
      min: 0,
      max: 10,
      scale: 'linear',
      step: 0.1,
      meaning: 'Whatever your expression makes of it, such as a margin.',
    },
  },
  {
    name: 'alpha',
    setting: {
      name: 'alpha',
      symbol: '\\alpha',
      default: 0.5,
      min: 0,
      max: 2,
      scale: 'linear',
      step: 0.05,
      meaning: 'Whatever your expression makes of it, such as the weight of a term.',
    },
  },
  {
    name: 'tau',
    setting: {
      name: 'tau',
      symbol: '\\tau',
      default: 1,
      min: 0.01,
      max: 10,
      scale: 'log',
      step: 0.05,
      meaning: 'Whatever your expression makes of it, such as a temperature.',
    },
  },
  {
    name: 'lambda',
    setting: {
      name: 'lambda',
      symbol: '\\lambda',
      default: 1,
      min: 0.001,
      max: 100,
      scale: 'log',
      step: 0.05,
      meaning: 'Whatever your expression makes of it, such as the weight of a penalty.',
    },
  },
  {
    name: 'epsilon',
    setting: {
      name: 'objective_epsilon',
      symbol: '\\varepsilon',
      default: 0.1,
      min: 0,
      max: 0.5,
      scale: 'linear',
      step: 0.01,
      meaning: 'The epsilon of your expression, such as a share of wrong labels.',
    },
  },
];

export interface FunctionWord {
  readonly name: string;
  /** Operands as they are written in help. */
  readonly operands: readonly string[];
  readonly meaning: string;
}

export const FUNCTIONS: readonly FunctionWord[] = [
  { name: 'logsigmoid', operands: ['x'], meaning: 'log of the logistic function, exact in its tails' },
  { name: 'sigmoid', operands: ['x'], meaning: 'logistic function' },
  { name: 'softplus', operands: ['x'], meaning: 'log(1 + exp(x)), exact in its tails' },
  { name: 'relu', operands: ['x'], meaning: 'x where it is positive, else 0' },
  { name: 'square', operands: ['x'], meaning: 'x times x' },
  { name: 'abs', operands: ['x'], meaning: 'x without its sign' },
  { name: 'exp', operands: ['x'], meaning: 'e to the power x' },
  { name: 'log', operands: ['x'], meaning: 'natural logarithm' },
  { name: 'min', operands: ['a', 'b'], meaning: 'the smaller of two' },
  { name: 'max', operands: ['a', 'b'], meaning: 'the larger of two' },
  {
    name: 'select',
    operands: ['a > b', 'x', 'y'],
    meaning: 'x where the condition holds, else y; a condition alone holds where it is positive',
  },
  { name: 'mean', operands: ['x'], meaning: 'over the pairs of a micro-batch' },
  { name: 'sum', operands: ['x'], meaning: 'over the pairs of a micro-batch' },
  { name: 'stopgrad', operands: ['x'], meaning: 'x, taken as a constant when differentiating' },
];

const byName = <T extends { readonly name: string }>(words: readonly T[]): ReadonlyMap<string, T> =>
  new Map(words.map((word) => [word.name, word]));

export const QUANTITY_BY_NAME = byName(QUANTITIES);
export const PARAMETER_BY_NAME = byName(PARAMETERS);
export const FUNCTION_BY_NAME = byName(FUNCTIONS);
