import { expect, test } from 'vitest';
import { relateBands, type SeedBand, seedBand } from './seedBand.ts';

function band(...values: number[]): SeedBand {
  return seedBand(values) ?? expect.fail('no band');
}

test('a band is the mean and a sample standard deviation to either side', () => {
  // mean 2, deviations −1, 0, 1: sd = √(2/2)
  expect(seedBand([1, 2, 3])).toEqual({ mean: 2, sd: 1, n: 3, low: 1, high: 3 });
  expect(seedBand([4])).toEqual({ mean: 4, sd: 0, n: 1, low: 4, high: 4 });
  expect(seedBand([])).toBeNull();
});

test('bands that touch overlap; one seed says nothing', () => {
  expect(relateBands(band(1, 2, 3), band(3, 4, 5))).toBe('overlap');
  expect(relateBands(band(3, 4, 5), band(1, 2, 3))).toBe('overlap');
  expect(relateBands(band(1, 2, 3), band(3.1, 4.1, 5.1))).toBe('apart');
  expect(relateBands(band(5, 6, 7), band(1, 2, 3))).toBe('apart');
  expect(relateBands(band(0, 10), band(4, 5, 6))).toBe('overlap'); // One within the other.
  expect(relateBands(band(1), band(3, 4, 5))).toBe('unknown');
  expect(relateBands(band(1, 2), band(9))).toBe('unknown');
});
