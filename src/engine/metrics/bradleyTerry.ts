import { solveLinear } from './solveLinear.ts';

export interface BradleyTerryFit {
  /** Log-strengths with mean 0; P(i beats j) = σ(sᵢ − sⱼ). */
  readonly strengths: readonly number[];
  /** 1000 + 400 / ln 10 · strength: the scale of chess ratings. */
  readonly ratings: readonly number[];
  /** P(row beats column); 1/2 on the diagonal. */
  readonly probabilities: readonly (readonly number[])[];
  readonly negativeLogLikelihood: number;
}

const RATING_CENTRE = 1000;
const RATING_SCALE = 400 / Math.LN10;
const ITERATIONS_MAX = 100;

/**
 * Maximum-likelihood strengths from a win matrix (Bradley and Terry 1952), by Newton's method. Ties are half a win each.
 *
 * @param wins how often row beat column; the diagonal is not read. [K][K]
 * @returns null where no finite maximum exists: someone, or a group, never loses to the rest, or never meets it (Ford 1957).
 *   `priorWins` above 0 adds that many wins to either side of every pair, after which there always is one.
 * @throws RangeError where the matrix is not square, or holds negative numbers
 */
export function fitBradleyTerry(wins: readonly (readonly number[])[], priorWins = 0): BradleyTerryFit | null {
  const count = wins.length;
  checkSquare(wins);
  const won = wins.map((row, i) => row.map((value, j) => (i === j ? 0 : value + priorWins)));
  if (!isConnected(won)) return null;
  const strengths = new Float64Array(count);
  for (let iteration = 0; iteration < ITERATIONS_MAX; iteration++) {
    const step = newtonStep(won, strengths);
    // Halved where far: the likelihood is concave, but a full step may overshoot.
    const largest = Math.max(...step.map(Math.abs));
    const scale = largest > 2 ? 2 / largest : 1;
    step.forEach((value, i) => {
      strengths[i] = (strengths[i] as number) + scale * value;
    });
    if (largest < 1e-12) break;
  }
  const centre = strengths.reduce((sum, value) => sum + value, 0) / count;
  const centred = Array.from(strengths, (value) => value - centre);
  const probability = (i: number, j: number) => 1 / (1 + Math.exp((centred[j] ?? 0) - (centred[i] ?? 0)));
  let likelihood = 0;
  won.forEach((row, i) => {
    row.forEach((value, j) => {
      if (value > 0) likelihood += value * Math.log1p(Math.exp((centred[j] ?? 0) - (centred[i] ?? 0)));
    });
  });
  return {
    strengths: centred,
    ratings: centred.map((value) => RATING_CENTRE + RATING_SCALE * value),
    probabilities: won.map((row, i) => row.map((_, j) => probability(i, j))),
    negativeLogLikelihood: likelihood,
  };
}

/** The last strength is held: only differences matter. */
function newtonStep(won: readonly (readonly number[])[], strengths: Float64Array): number[] {
  const free = won.length - 1;
  const matrix = Array.from({ length: free }, () => new Array<number>(free + 1).fill(0));
  for (let i = 0; i < won.length; i++) {
    for (let j = 0; j < won.length; j++) {
      if (i === j) continue;
      const games = (won[i]?.[j] ?? 0) + (won[j]?.[i] ?? 0);
      const p = 1 / (1 + Math.exp((strengths[j] ?? 0) - (strengths[i] ?? 0)));
      const row = matrix[i];
      if (row === undefined) continue;
      row[free] = (row[free] ?? 0) + (won[i]?.[j] ?? 0) - games * p;
      row[i] = (row[i] ?? 0) + games * p * (1 - p);
      if (j < free) row[j] = (row[j] ?? 0) - games * p * (1 - p);
    }
  }
  return [...solveLinear(matrix), 0];
}

/** Whether everyone reaches everyone along wins. */
function isConnected(won: readonly (readonly number[])[]): boolean {
  const reaches = (edge: (i: number, j: number) => boolean) => {
    const seen = new Set([0]);
    for (const i of seen) for (let j = 0; j < won.length; j++) if (edge(i, j)) seen.add(j);
    return seen.size === won.length;
  };
  return won.length > 0 && reaches((i, j) => (won[i]?.[j] ?? 0) > 0) && reaches((i, j) => (won[j]?.[i] ?? 0) > 0);
}

function checkSquare(wins: readonly (readonly number[])[]): void {
  for (const row of wins) {
    if (row.length !== wins.length) throw new RangeError(`a row of ${row.length} in a matrix of ${wins.length}`);
    if (row.some((value) => !(value >= 0))) throw new RangeError('a win matrix holds no negative numbers');
  }
}
