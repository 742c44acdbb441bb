import type { GridOutcome, PreferenceModel } from '../../engine/index.ts';

/** From this on a policy counts as nearly the best. */
const NEAR = 0.95;

export interface FitFigures {
  readonly mean: number;
  /** Sample standard deviation over worlds; 0 for one. */
  readonly sd: number;
  /** Worlds in which it is nearly the best. */
  readonly near: number;
}

/** A cell of the 2 × 2 table over all worlds. */
export function fitFigures(
  tables: GridOutcome['tables'],
  labels: PreferenceModel,
  learning: PreferenceModel,
): FitFigures {
  const returns = tables.flatMap((cells) =>
    cells.filter((cell) => cell.labels === labels && cell.learning === learning).map(({ normalised }) => normalised),
  );
  const mean = returns.reduce((sum, value) => sum + value, 0) / returns.length;
  const squares = returns.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return {
    mean,
    sd: returns.length > 1 ? Math.sqrt(squares / (returns.length - 1)) : 0,
    near: returns.filter((value) => value >= NEAR).length,
  };
}
