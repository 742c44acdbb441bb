import { fitLogistic, type LogisticFit, type LogisticRows } from './fitLogistic.ts';
import { type InverseStrengths, pickInverseStrength } from './pickInverseStrength.ts';

/** A policy's answers against a baseline's, one row a prompt. */
export interface LengthControlRows {
  /** P(the policy's answer is preferred): 1 it wins, 0.5 a tie, 0 it loses. [n] */
  readonly preferences: ArrayLike<number>;
  /** Lengths of the policy's answers and of the baseline's, in any one unit. [n] */
  readonly lengths: ArrayLike<number>;
  readonly baselineLengths: ArrayLike<number>;
  /** How hard each instruction is; without, the model has no such term. [n] */
  readonly difficulties?: ArrayLike<number>;
}

/** Rows that hold the length and difficulty terms where they are for the baseline told to be verbose or concise; without bias. */
export interface LengthControlRegularizer {
  /** tanh of the standardised length difference. [m] */
  readonly lengthTerms: ArrayLike<number>;
  readonly difficulties: ArrayLike<number>;
  readonly preferences: ArrayLike<number>;
  /** Of each row; the published one is 0.2 / 2. */
  readonly weight: number;
}

export interface LengthControlOptions {
  /** Inverse L1 strength, or chosen by cross-validation as published; no L1 penalty where left out. */
  readonly inverseStrength?: number | 'cross-validated';
  readonly regularizer?: LengthControlRegularizer;
  /** λ/2 (w_length − μ)² beside the summed log loss. */
  readonly prior?: { readonly lambda: number; readonly mu: number };
}

/** Why a length-controlled rate should not be taken at its word. */
export type LengthControlWarning =
  /** All answers differ from the baseline's by the same length: there is no length term to remove. */
  | 'length_constant'
  /** Fewer than one answer in twenty is longer, or shorter, than the baseline's: equal length lies outside the data. */
  | 'length_one_sided'
  /** The rows alone leave the length weight uncertain by more than 1. */
  | 'length_uncertain'
  /** The published check: far from the raw rate, which may be a failure of the model. */
  | 'far_from_raw'
  /** Outcomes are separated and nothing holds the weights. */
  | 'not_converged';

export interface LengthControlled {
  /** Mean P(win) with the length term at 0, from 0 to 1. */
  readonly rate: number;
  /** Mean preference as it is. */
  readonly raw: number;
  /** Sample standard deviation of the predictions / √n: 0 without difficulties. null for n < 2. */
  readonly predictionError: number | null;
  readonly weights: { readonly length: number; readonly difficulty: number | null; readonly bias: number };
  /** null without an L1 penalty. */
  readonly inverseStrength: number | null;
  /** Where it was chosen among others: their held-out log losses. */
  readonly validation: InverseStrengths | null;
  readonly n: number;
  readonly warnings: readonly LengthControlWarning[];
}

const ONE_SIDED_SHARE = 0.05;
const UNCERTAIN_DEVIATION = 1;

/**
 * Length-controlled win rate (Dubois et al. 2024, arXiv 2404.04475; `length_controlled_v1`): logit P(win) = w_length · tanh(d / sd(d)) +
 * w_difficulty · γ + w_bias with d = baseline length − answer length, fitted to soft labels; then the mean prediction with the length
 * term at 0. Without difficulties the rate is σ(w_bias). null without rows.
 *
 * @throws RangeError on lists of unequal length, or preferences outside [0, 1]
 */
export function lengthControlledWinRate(
  rows: LengthControlRows,
  options: LengthControlOptions = {},
): LengthControlled | null {
  const n = rows.preferences.length;
  checkRows(rows);
  if (n === 0) return null;
  const lengthTerms = lengthTermsOf(rows);
  const { difficulties } = rows;
  const all = designMatrix(rows, lengthTerms, options.regularizer);
  const { inverseStrength, prior } = options;
  const lambda = [prior?.lambda ?? 0, 0, 0];
  const mu = [prior?.mu ?? 0, 0, 0];
  const validation = inverseStrength === 'cross-validated' ? pickInverseStrength(all, { lambda, mu }) : null;
  const picked = validation?.best ?? (inverseStrength === 'cross-validated' ? undefined : inverseStrength);
  const fit = fitLogistic(all, { l1: picked === undefined ? 0 : 1 / picked, lambda, mu });
  const w = fit.coefficients;
  const [length, bias] = [w[0] ?? 0, w[w.length - 1] ?? 0];
  const difficulty = difficulties === undefined ? null : (w[1] ?? 0);
  const predictions = Float64Array.from({ length: n }, (_, i) =>
    logistic(bias + (difficulty ?? 0) * (difficulties?.[i] ?? 0)),
  );
  const [rate, raw] = [mean(predictions), mean(rows.preferences)];
  return {
    rate,
    raw,
    predictionError: n > 1 ? Math.sqrt(sumOfSquares(predictions, rate) / (n - 1) / n) : null,
    weights: { length, difficulty, bias },
    inverseStrength: picked ?? null,
    validation,
    n,
    warnings: warningsOf(fit, lengthTerms, raw, rate),
  };
}

/** tanh of the baseline's lead in length, in sample standard deviations; 0 where all differ by the same. [n] */
export function lengthTermsOf({ lengths, baselineLengths }: LengthControlRows): Float64Array {
  const n = lengths.length;
  const differences = Float64Array.from({ length: n }, (_, i) => (baselineLengths[i] ?? 0) - (lengths[i] ?? 0));
  const deviation = Math.sqrt(sumOfSquares(differences, mean(differences)) / Math.max(1, n - 1));
  const constant = differences.every((difference) => difference === differences[0]);
  return differences.map((difference) => (constant ? 0 : Math.tanh(difference / deviation)));
}

/** Win rate against another policy that was fitted to the same baseline: the mean over prompts, lengths equal. */
export function lengthControlledBetween(
  policy: LengthControlled['weights'],
  other: LengthControlled['weights'],
  difficulties: ArrayLike<number>,
): number {
  const slope = (policy.difficulty ?? 0) - (other.difficulty ?? 0);
  return mean(Float64Array.from(difficulties, (value) => logistic(policy.bias - other.bias + slope * value)));
}

/** Regulariser's rows first, as published (the folds of cross-validation see the order); columns length, difficulty where there is one, bias. */
export function designMatrix(
  { preferences, difficulties }: LengthControlRows,
  lengthTerms: Float64Array,
  regularizer: LengthControlRegularizer | undefined,
): LogisticRows {
  const width = difficulties === undefined ? 2 : 3;
  const extra = regularizer?.lengthTerms.length ?? 0;
  const n = lengthTerms.length;
  const features = new Float64Array((n + extra) * width);
  const labels = new Float64Array(n + extra);
  const weights = new Float64Array(n + extra).fill(1);
  for (let i = 0; i < n + extra; i++) {
    const own = i - extra;
    const row = own < 0 ? [regularizer?.lengthTerms[i] ?? 0] : [lengthTerms[own] ?? 0];
    if (width === 3) row.push((own < 0 ? regularizer?.difficulties[i] : difficulties?.[own]) ?? 0);
    row.push(own < 0 ? 0 : 1);
    features.set(row, i * width);
    labels[i] = (own < 0 ? regularizer?.preferences[i] : preferences[own]) ?? 0;
    if (own < 0) weights[i] = regularizer?.weight ?? 0;
  }
  return { features, labels, weights, width };
}

function warningsOf(fit: LogisticFit, lengthTerms: Float64Array, raw: number, rate: number): LengthControlWarning[] {
  const warnings: LengthControlWarning[] = [];
  const shareOf = (holds: (term: number) => boolean) => lengthTerms.filter(holds).length / lengthTerms.length;
  const longer = shareOf((term) => term < 0);
  const shorter = shareOf((term) => term > 0);
  if (longer === 0 && shorter === 0) warnings.push('length_constant');
  else if (Math.min(longer, shorter) < ONE_SIDED_SHARE) warnings.push('length_one_sided');
  if (lengthDeviation(fit) > UNCERTAIN_DEVIATION && longer + shorter > 0) warnings.push('length_uncertain');
  if (isFarFromRaw(raw, rate)) warnings.push('far_from_raw');
  if (!fit.converged) warnings.push('not_converged');
  return warnings;
}

/** Standard deviation of the length weight that the rows leave, the other weights free: √ of the inverse information's first element. */
function lengthDeviation({ information, coefficients }: LogisticFit): number {
  const d = coefficients.length;
  const h = (i: number, j: number) => information[i * d + j] ?? 0;
  const [cofactor, determinant] =
    d === 2
      ? [h(1, 1), h(0, 0) * h(1, 1) - h(0, 1) ** 2]
      : [
          h(1, 1) * h(2, 2) - h(1, 2) ** 2,
          h(0, 0) * (h(1, 1) * h(2, 2) - h(1, 2) ** 2) -
            h(0, 1) * (h(0, 1) * h(2, 2) - h(1, 2) * h(0, 2)) +
            h(0, 2) * (h(0, 1) * h(1, 2) - h(1, 1) * h(0, 2)),
        ];
  return determinant > 0 ? Math.sqrt(cofactor / determinant) : Number.POSITIVE_INFINITY;
}

/** As published (`get_is_extreme_changes`): by more than ten points and more than a quarter of what is left on that side. */
function isFarFromRaw(raw: number, rate: number): boolean {
  return rate < Math.min(raw - raw / 4, raw - 0.1) || rate > Math.max(raw + (1 - raw) / 4, raw + 0.1);
}

function checkRows({ preferences, lengths, baselineLengths, difficulties }: LengthControlRows): void {
  const n = preferences.length;
  for (const [name, list] of Object.entries({ lengths, baselineLengths, difficulties })) {
    if (list !== undefined && list.length !== n) throw new RangeError(`${n} preferences, ${list.length} ${name}`);
  }
  for (let i = 0; i < n; i++) {
    const preference = preferences[i] as number;
    if (!(preference >= 0 && preference <= 1)) throw new RangeError(`preference ${preference} is not in [0, 1]`);
  }
}

function logistic(z: number): number {
  return 1 / (1 + Math.exp(-z));
}

function mean(values: ArrayLike<number>): number {
  let total = 0;
  for (let i = 0; i < values.length; i++) total += values[i] as number;
  return total / values.length;
}

function sumOfSquares(values: Float64Array, center: number): number {
  return values.reduce((sum, value) => sum + (value - center) ** 2, 0);
}
