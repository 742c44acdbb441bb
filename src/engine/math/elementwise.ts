import type { BinaryOp, UnaryOp } from './graph.ts';

/** One scalar rule: its value, and its partial derivative by each operand (null: no gradient flows). */
interface ElementRule {
  readonly value: (a: number, b: number, c: number) => number;
  readonly partials: readonly (((a: number, b: number, c: number) => number) | null)[];
}

/** The elementwise vocabulary in float64. Forms are chosen to be finite and exact to ±1e3. */
export const ELEMENT_RULES: Readonly<Record<UnaryOp | BinaryOp | 'select', ElementRule>> = {
  neg: { value: (a) => -a, partials: [() => -1] },
  exp: { value: (a) => Math.exp(a), partials: [(a) => Math.exp(a)] },
  log: { value: (a) => Math.log(a), partials: [(a) => 1 / a] },
  log1mexp: { value: log1mexp, partials: [(a) => -1 / Math.expm1(-a)] },
  sigmoid: { value: sigmoid, partials: [(a) => sigmoid(a) * sigmoid(-a)] },
  softplus: { value: softplus, partials: [sigmoid] },
  relu: { value: (a) => Math.max(a, 0), partials: [(a) => (a > 0 ? 1 : 0)] },
  square: { value: (a) => a * a, partials: [(a) => 2 * a] },
  abs: { value: (a) => Math.abs(a), partials: [(a) => Math.sign(a)] },
  stopGradient: { value: (a) => a, partials: [null] },
  add: { value: (a, b) => a + b, partials: [() => 1, () => 1] },
  sub: { value: (a, b) => a - b, partials: [() => 1, () => -1] },
  mul: { value: (a, b) => a * b, partials: [(_, b) => b, (a) => a] },
  div: { value: (a, b) => a / b, partials: [(_, b) => 1 / b, (a, b) => -a / (b * b)] },
  minimum: { value: (a, b) => Math.min(a, b), partials: [(a, b) => (a <= b ? 1 : 0), (a, b) => (a <= b ? 0 : 1)] },
  maximum: { value: (a, b) => Math.max(a, b), partials: [(a, b) => (a >= b ? 1 : 0), (a, b) => (a >= b ? 0 : 1)] },
  select: {
    value: (condition, a, b) => (condition > 0 ? a : b),
    partials: [null, (condition) => (condition > 0 ? 1 : 0), (condition) => (condition > 0 ? 0 : 1)],
  },
};

/** log(1 + eˣ). */
function softplus(x: number): number {
  return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
}

/** Formed from the small exponential on either side, so that tails keep their relative precision. */
function sigmoid(x: number): number {
  const tail = Math.exp(-Math.abs(x));
  return (x >= 0 ? 1 : tail) / (1 + tail);
}

/** log(1 − eᵃ), a < 0 (Mächler 2012, "Accurately computing log(1 − exp(−|a|))"). */
function log1mexp(a: number): number {
  return a > -Math.LN2 ? Math.log(-Math.expm1(a)) : Math.log1p(-Math.exp(a));
}
