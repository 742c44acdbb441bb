import { solveLinear } from './solveLinear.ts';

/** Rows of a logistic regression without intercept of its own. */
export interface LogisticRows {
  /** Row after row. [n · d] */
  readonly features: Float64Array;
  /** P(outcome 1) of each row; soft labels enter linearly. [n] */
  readonly labels: Float64Array;
  /** [n] */
  readonly weights: Float64Array;
  /** d */
  readonly width: number;
}

export interface LogisticPenalty {
  /** Strength of Σ|w| beside the summed log loss; 0 for none. */
  readonly l1: number;
  /** λ/2 (w − μ)² of each coefficient; 0 for none. [d] */
  readonly lambda?: ArrayLike<number>;
  readonly mu?: ArrayLike<number>;
}

export interface LogisticFit {
  readonly coefficients: Float64Array;
  /** Weighted second derivatives of the log loss at the fit, row after row. [d · d] */
  readonly information: Float64Array;
  /** False where the minimum lies at infinity: outcomes that a feature separates, and no penalty to hold it. */
  readonly converged: boolean;
}

const ITERATIONS_MAX = 100;
const SWEEPS_MAX = 1000;
/** Steps are quadratically exact: after one of this size, relative, the rest is rounding. */
const TOLERANCE = 1e-8;
/** Of a sum over rows, relative: near the minimum a step that falls by less must not be halved for it. */
const ROUNDING = 1e-13;
/** Curvature left of what it was at 0, below which predictions are 0 or 1 wherever a feature acts. */
const CURVATURE_MIN = 1e-9;

/**
 * Minimises Σ weight · log loss + l1 · Σ|w| + Σ λ/2 (w − μ)² by proximal Newton steps (Lee, Sun, Saunders 2014): each minimises the
 * loss's quadratic model with the penalties, by coordinate descent where there is an L1 penalty, then halves until the objective
 * falls. For a few coefficients; the L1 minimum is met exactly, zeros included.
 */
export function fitLogistic(rows: LogisticRows, penalty: LogisticPenalty, start?: Float64Array): LogisticFit {
  const d = rows.width;
  const lambda = (j: number) => penalty.lambda?.[j] ?? 0;
  const mu = (j: number) => penalty.mu?.[j] ?? 0;
  const penalties = (w: Float64Array) =>
    w.reduce((sum, value, j) => sum + penalty.l1 * Math.abs(value) + (lambda(j) / 2) * (value - mu(j)) ** 2, 0);
  let w: Float64Array = start ? Float64Array.from(start) : new Float64Array(d);
  let at = derivatives(rows, w);
  for (let iteration = 0; iteration < ITERATIONS_MAX; iteration++) {
    if (penalty.l1 === 0 && runsAway(rows, at.hessian, lambda)) break;
    const target = minimiseModel(w, at, penalty.l1, lambda, mu);
    const step = target.map((value, j) => value - item(w, j));
    const size = step.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0);
    if (!Number.isFinite(size)) return { coefficients: w, information: at.hessian, converged: false };
    if (size <= TOLERANCE * (1 + w.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0))) {
      return { coefficients: target, information: derivatives(rows, target).hessian, converged: true };
    }
    const before = at.loss + penalties(w);
    const ceiling = before + ROUNDING * Math.abs(before);
    let scale = 1;
    let next = target;
    let nextAt = derivatives(rows, next);
    while (!(nextAt.loss + penalties(next) <= ceiling) && scale > 1e-10) {
      scale /= 2;
      next = w.map((value, j) => value + scale * item(step, j));
      nextAt = derivatives(rows, next);
    }
    // No step lowers it in float64: this is the minimum.
    if (scale <= 1e-10) return { coefficients: w, information: at.hessian, converged: size < 1e-6 };
    w = next;
    at = nextAt;
  }
  return { coefficients: w, information: at.hessian, converged: false };
}

/** Whether all rows in which a free feature acts are predicted to certainty: it would grow without end. */
function runsAway({ features, weights, width: d }: LogisticRows, hessian: Float64Array, lambda: (j: number) => number) {
  for (let j = 0; j < d; j++) {
    let squares = 0;
    for (let i = 0; i < weights.length; i++) squares += (weights[i] as number) * (features[i * d + j] as number) ** 2;
    if (lambda(j) === 0 && squares > 0 && item(hessian, j * d + j) < CURVATURE_MIN * squares) return true;
  }
  return false;
}

interface Derivatives {
  readonly loss: number;
  readonly gradient: Float64Array;
  readonly hessian: Float64Array;
}

function derivatives({ features, labels, weights, width: d }: LogisticRows, w: Float64Array): Derivatives {
  let loss = 0;
  const gradient = new Float64Array(d);
  const hessian = new Float64Array(d * d);
  for (let i = 0; i < labels.length; i++) {
    const weight = weights[i] as number;
    if (weight === 0) continue;
    const base = i * d;
    let z = 0;
    for (let j = 0; j < d; j++) z += (features[base + j] as number) * (w[j] as number);
    const label = labels[i] as number;
    const small = Math.exp(-Math.abs(z));
    // softplus(z) − y z, finite at both ends.
    loss += weight * (Math.max(z, 0) + Math.log1p(small) - label * z);
    const p = (z >= 0 ? 1 : small) / (1 + small);
    const slope = weight * (p - label);
    const curvature = weight * p * (1 - p);
    for (let j = 0; j < d; j++) {
      const x = features[base + j] as number;
      gradient[j] = (gradient[j] as number) + slope * x;
      for (let k = 0; k <= j; k++) {
        hessian[j * d + k] = (hessian[j * d + k] as number) + curvature * x * (features[base + k] as number);
      }
    }
  }
  for (let j = 0; j < d; j++) for (let k = j + 1; k < d; k++) hessian[j * d + k] = hessian[k * d + j] as number;
  return { loss, gradient, hessian };
}

/** The minimum of gradient and curvature about `w`, with the penalties as they are. */
function minimiseModel(
  w: Float64Array,
  { gradient, hessian }: Derivatives,
  l1: number,
  lambda: (j: number) => number,
  mu: (j: number) => number,
): Float64Array {
  const d = w.length;
  if (l1 === 0) {
    // A feature that no row has keeps its place.
    const held = (j: number) => (item(hessian, j * d + j) + lambda(j) === 0 ? 1 : 0);
    const system = Array.from(w, (value, j) => [
      ...Array.from(w, (_, k) => item(hessian, j * d + k) + (j === k ? lambda(j) + held(j) : 0)),
      held(j) === 1 ? 0 : -item(gradient, j) - lambda(j) * (value - mu(j)),
    ]);
    const step = solveLinear(system);
    return w.map((value, j) => value + (step[j] as number));
  }
  const next = Float64Array.from(w);
  for (let sweep = 0; sweep < SWEEPS_MAX; sweep++) {
    let moved = 0;
    for (let j = 0; j < d; j++) {
      // A feature that no row has keeps its place; the small floor is far below any real curvature.
      const curvature = item(hessian, j * d + j) + lambda(j) + 1e-300;
      let slope = item(gradient, j);
      for (let k = 0; k < d; k++) slope += item(hessian, j * d + k) * (item(next, k) - item(w, k));
      const old = item(next, j);
      const free = (item(hessian, j * d + j) * old + lambda(j) * mu(j) - slope) / curvature;
      const value = Math.sign(free) * Math.max(0, Math.abs(free) - l1 / curvature);
      moved = Math.max(moved, Math.abs(value - old));
      next[j] = value;
    }
    if (moved <= 1e-14 * (1 + next.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0))) break;
  }
  return next;
}

function item(values: Float64Array, index: number): number {
  return values[index] as number;
}
