/** Moments of samples, for tests of distributions. Population forms; an empty list gives NaN. */
export const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

export function spread(values: readonly number[]): number {
  const centre = mean(values);
  return Math.sqrt(mean(values.map((value) => (value - centre) ** 2)));
}

export function correlation(x: readonly number[], y: readonly number[]): number {
  const [atX, atY] = [mean(x), mean(y)];
  return mean(x.map((value, i) => (value - atX) * ((y[i] ?? 0) - atY))) / spread(x) / spread(y);
}

export const quantile = (values: readonly number[], share: number): number =>
  [...values].sort((a, b) => a - b)[Math.floor(share * (values.length - 1))] as number;
