import { nashMp } from './nashMp.ts';
import { combine, policyOf, winRates } from './policy.ts';
import type { PreferenceGame } from './types.ts';

const PROX_BLOCK = 200;
const BLOCKS = 100;
const NEWTON_STEPS = 30;
const RESIDUAL = 1e-12;

/**
 * The KL-regularised equilibrium, unique for β > 0: θ = θ_ref + Pπ(θ)/β. Mirror prox brings it near, Newton's method (for K
 * unknowns) to the last digits; where Newton does not settle, mirror prox goes on.
 *
 * @returns logits. [K]
 * @throws RangeError unless β > 0; Error when it does not settle
 */
export function equilibrium(game: PreferenceGame): Float64Array {
  if (!(game.beta > 0)) throw new RangeError(`an equilibrium needs β > 0, got ${game.beta}`);
  const learner = nashMp.start(game, { eta: 2 * game.beta, alpha: 0 });
  let near = game.referenceLogits;
  for (let block = 0; block < BLOCKS; block++) {
    for (let t = 0; t < PROX_BLOCK; t++) near = learner.next();
    const found = newton(game, near);
    if (found !== null) return found;
  }
  throw new Error(`the equilibrium for β = ${game.beta} was not found: raise β`);
}

function newton(game: PreferenceGame, start: Float64Array): Float64Array | null {
  let logits = target(game, start); // Fixes the constant that a softmax leaves open.
  for (let t = 0; t < NEWTON_STEPS; t++) {
    const residual = combine([1, logits], [-1, target(game, logits)]);
    const size = Math.max(...residual.map(Math.abs));
    if (size < RESIDUAL * Math.max(1, ...logits.map(Math.abs))) return logits;
    if (!Number.isFinite(size)) return null;
    const step = solve(jacobian(game, policyOf(logits)), residual);
    if (step === null) return null;
    logits = combine([1, logits], [-1, step]);
  }
  return null;
}

function target(game: PreferenceGame, logits: Float64Array): Float64Array {
  return combine([1, game.referenceLogits], [1 / game.beta, winRates(game, policyOf(logits))]);
}

/** I − P(diag π − ππᵀ)/β. [K][K] */
function jacobian(game: PreferenceGame, policy: Float64Array): Float64Array[] {
  const rates = winRates(game, policy);
  return game.preferences.map((row, i) =>
    row.map((p, j) => (i === j ? 1 : 0) - ((policy[j] ?? 0) * (p - (rates[i] ?? 0))) / game.beta),
  );
}

/** Gauss with column pivots; null for a singular matrix. The matrix is used up. */
function solve(matrix: Float64Array[], right: Float64Array): Float64Array | null {
  const size = right.length;
  const rows = matrix.map((row, i) => Float64Array.of(...row, right[i] ?? 0));
  for (let column = 0; column < size; column++) {
    const order = rows.slice(column).sort((a, b) => Math.abs(b[column] ?? 0) - Math.abs(a[column] ?? 0));
    rows.splice(column, size - column, ...order);
    const pivot = rows[column];
    if (pivot === undefined || (pivot[column] ?? 0) === 0) return null;
    for (const row of rows.slice(column + 1)) {
      const factor = (row[column] ?? 0) / (pivot[column] ?? 1);
      for (let k = column; k <= size; k++) row[k] = (row[k] ?? 0) - factor * (pivot[k] ?? 0);
    }
  }
  const solution = new Float64Array(size);
  for (let i = size - 1; i >= 0; i--) {
    const row = rows[i] ?? new Float64Array(size + 1);
    let value = row[size] ?? 0;
    for (let k = i + 1; k < size; k++) value -= (row[k] ?? 0) * (solution[k] ?? 0);
    solution[i] = value / (row[i] ?? 1);
  }
  return solution;
}
