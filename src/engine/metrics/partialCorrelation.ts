import { averageRanks, leastSquares, pearson } from './correlation.ts';

/**
 * How x and y move together once what a third quantity explains linearly of either is taken away: Pearson's r of the residuals. null
 * where undefined: fewer than three points, or a side that the third explains wholly. A constant third explains nothing.
 *
 * @throws RangeError on unequal lengths
 */
export function partialPearson(x: ArrayLike<number>, y: ArrayLike<number>, given: ArrayLike<number>): number | null {
  if (x.length !== given.length) throw new RangeError(`${x.length} and ${given.length} values do not pair up`);
  if (x.length !== y.length) throw new RangeError(`${x.length} and ${y.length} values do not pair up`);
  if (x.length < 3) return null;
  const [withX, withY] = [pearson(x, given) ?? 0, pearson(y, given) ?? 0];
  if (isWhole(withX) || isWhole(withY)) return null;
  return pearson(residuals(x, given), residuals(y, given));
}

/** The same of ranks. */
export function partialSpearman(x: ArrayLike<number>, y: ArrayLike<number>, given: ArrayLike<number>): number | null {
  return partialPearson(averageRanks(x), averageRanks(y), averageRanks(given));
}

/** So close to ±1 that the residuals are rounding. */
function isWhole(correlation: number): boolean {
  return 1 - Math.abs(correlation) < 1e-12;
}

function residuals(values: ArrayLike<number>, given: ArrayLike<number>): Float64Array {
  const line = leastSquares(given, values);
  if (line === null) return Float64Array.from(values);
  return Float64Array.from(values, (value, i) => value - line.slope * (given[i] as number) - line.intercept);
}
