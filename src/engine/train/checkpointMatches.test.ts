import { expect, test } from 'vitest';
import { checkpointMatches } from './checkpointMatches.ts';

test('counts wins both ways, ties half, and leaves out what the judge could not say', () => {
  // Pairs (0,1), (0,2), (1,2) on three prompts.
  const found = checkpointMatches(3, [
    [1, 0.5, 0],
    [0, 0, Number.NaN],
    [1, 0, 0.5],
  ]);
  expect(found.wins).toEqual([
    [0, 1.5, 0],
    [1.5, 0, 1.5],
    [2, 1.5, 0],
  ]);
  expect(found.n).toEqual([
    [0, 3, 2],
    [3, 0, 3],
    [2, 3, 0],
  ]);
  expect(found.smoothed).toBe(false);
  // Matches of the first prompt alone: 0 beats 1, loses to 2, 1 beats 2. Each moves about k/2 = 4.
  const first = checkpointMatches(3, [[1], [0], [1]]);
  expect(first.elo.reduce((sum, rating) => sum + rating, 0)).toBeCloseTo(3000, 9);
  const lost = 8 * (1 / (1 + 10 ** (-4 / 400)));
  expect(first.elo[0]).toBeCloseTo(1004 - lost, 9);
});

test('one that never loses gets half a win against it in every pair, and this is said', () => {
  const found = checkpointMatches(2, [[1, 1, 1]]);
  expect(found.smoothed).toBe(true);
  expect(found.bradleyTerry?.probabilities[0]?.[1]).toBeCloseTo(3.5 / 4, 9);
  expect(found.wins[0]?.[1]).toBe(3);
});

test('without matches all ratings stand where they start', () => {
  expect(checkpointMatches(2, [[]])).toMatchObject({
    elo: [1000, 1000],
    wins: [
      [0, 0],
      [0, 0],
    ],
  });
});
