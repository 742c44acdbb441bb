export interface Tolerance {
  readonly rtol?: number;
  readonly atol?: number;
}

/** |actual − expected| ≤ atol + rtol·|expected| everywhere, and no NaN. @throws Error naming the worst element */
export function expectClose(
  actual: ArrayLike<number>,
  expected: ArrayLike<number>,
  tolerance: Tolerance = {},
  what = 'values',
): void {
  const { rtol = 1e-4, atol = 1e-5 } = tolerance;
  if (actual.length !== expected.length)
    throw new Error(`${what}: ${actual.length} elements, expected ${expected.length}`);
  let worst = 0;
  let at = -1;
  for (let i = 0; i < expected.length; i++) {
    const excess = Math.abs(actual[i]! - expected[i]!) / (atol + rtol * Math.abs(expected[i]!) + Number.MIN_VALUE);
    if (Number.isNaN(excess) || excess > worst) {
      worst = excess;
      at = i;
      if (Number.isNaN(excess)) break;
    }
  }
  if (!(worst <= 1))
    throw new Error(
      `${what}: element ${at} is ${actual[at]}, expected ${expected[at]} (${worst.toFixed(1)} × tolerance)`,
    );
}
