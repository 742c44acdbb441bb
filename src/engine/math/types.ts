/**
 * The math interface: the vocabulary in which every objective is written.
 *
 * Calling it records a small expression graph. The same graph is evaluated in float64 with reverse-mode gradients (the
 * truth, the training path's host step, the loss-shape plot) and on TF.js tensors; a later step may turn it into a kernel.
 * Each expression lives on an axis; scalars broadcast to any axis, two different non-scalar axes never mix.
 */
export type Axis = string; // 'scalar', or a named axis such as 'pair', 'chosen', 'rejected', 'member', 'chosen tokens'

export interface Expression {
  readonly id: number;
  readonly axis: Axis;
}

export type Operand = Expression | number;

export interface MathInterface {
  add(a: Operand, b: Operand): Expression;
  sub(a: Operand, b: Operand): Expression;
  mul(a: Operand, b: Operand): Expression;
  div(a: Operand, b: Operand): Expression;
  neg(a: Operand): Expression;
  scale(a: Operand, factor: number): Expression;
  exp(a: Operand): Expression;
  log(a: Operand): Expression;
  /** log(1 − eᵃ) for a < 0, accurate at both ends. */
  log1mexp(a: Operand): Expression;
  sigmoid(a: Operand): Expression;
  softplus(a: Operand): Expression;
  /** −softplus(−a): finite and exact to ±1e3. */
  logSigmoid(a: Operand): Expression;
  relu(a: Operand): Expression;
  square(a: Operand): Expression;
  abs(a: Operand): Expression;
  minimum(a: Operand, b: Operand): Expression;
  maximum(a: Operand, b: Operand): Expression;
  /** Over the whole axis → scalar. Empty axis: 0. */
  sum(a: Expression): Expression;
  /** Over the whole axis → scalar. Empty axis: 0. */
  mean(a: Expression): Expression;
  /** The largest of the axis → scalar, without a gradient: for stable exponentials. Empty axis: 0. */
  max(a: Expression): Expression;
  /** How many elements the axis of `a` has → scalar (a constant). */
  count(a: Expression): Expression;
  /** Where condition > 0 take a, else b. The condition gets no gradient. */
  select(condition: Expression, a: Operand, b: Operand): Expression;
  stopGradient(a: Operand): Expression;
  /** a's elements, then b's, on an axis of its own. */
  concat(a: Expression, b: Expression): Expression;
  /** a[index[i]] on the axis of `index` (whole numbers, rounded down; no gradient): members of a list, rows of tokens. */
  gather(a: Expression, index: Operand): Expression;
  /** Σ of the elements of `a` whose `index` is i, on the axis of `like`. Nothing there: 0. */
  sumBy(a: Expression, index: Expression, like: Expression): Expression;
  /** The largest of the elements of `a` whose `index` is i, without a gradient. Nothing there: 0. */
  maxBy(a: Expression, index: Expression, like: Expression): Expression;
  /** Σ_c matrix[k, c] · vector[c] on the axis of `like`, which has a row of `matrix` for each element; no gradient into `matrix`. */
  project(matrix: Expression, vector: Expression, like: Expression): Expression;
  /** Ascending; the gradient goes back to where each element came from. Ties keep their order. */
  sort(a: Expression): Expression;
  constant(value: number): Expression;
}
