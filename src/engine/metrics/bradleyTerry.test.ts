import { expect, test } from 'vitest';
import { fitBradleyTerry } from './bradleyTerry.ts';
import { eloRatings } from './elo.ts';

test('two players: the log-odds of their matches, halved about 0', () => {
  const fit = fitBradleyTerry([
    [0, 9],
    [3, 0],
  ]);
  expect(fit?.strengths[0]).toBeCloseTo(Math.log(3) / 2, 12);
  expect(fit?.strengths[1]).toBeCloseTo(-Math.log(3) / 2, 12);
  expect(fit?.probabilities[0]?.[1]).toBeCloseTo(0.75, 12);
  expect(fit?.probabilities[1]?.[1]).toBe(0.5);
  expect(fit?.ratings[0]).toBeCloseTo(1000 + 200 * Math.log10(3), 9);
  expect(fit?.negativeLogLikelihood).toBeCloseTo(-9 * Math.log(0.75) - 3 * Math.log(0.25), 12);
});

test('a cycle of equal wins is a draw', () => {
  const fit = fitBradleyTerry([
    [0, 5, 0],
    [0, 0, 5],
    [5, 0, 0],
  ]);
  for (const strength of fit?.strengths ?? [Number.NaN]) expect(strength).toBeCloseTo(0, 12);
});

test('one who never loses has no finite strength, unless every pair gets a win more', () => {
  const wins = [
    [0, 4, 4],
    [0, 0, 2],
    [0, 2, 0],
  ];
  expect(fitBradleyTerry(wins)).toBeNull();
  expect(fitBradleyTerry([])).toBeNull();
  const held = fitBradleyTerry(wins, 0.5);
  expect(held?.strengths[0]).toBeGreaterThan(1);
  expect(held?.strengths[1]).toBeCloseTo(held?.strengths[2] ?? Number.NaN, 9);
  expect(() => fitBradleyTerry([[0, 1]])).toThrow(RangeError);
  expect(() =>
    fitBradleyTerry([
      [0, -1],
      [1, 0],
    ]),
  ).toThrow(RangeError);
});

test('Elo: equals exchange half of k; a favourite gains little, and nothing is made or lost', () => {
  const [first, second] = eloRatings(2, [
    [0, 1, 1],
    [0, 1, 1],
  ]);
  expect(first).toEqual([1016, 984]);
  const gain = 32 * (1 - 1 / (1 + 10 ** (-32 / 400)));
  expect(second?.[0]).toBeCloseTo(1016 + gain, 12);
  expect((second?.[0] ?? 0) + (second?.[1] ?? 0)).toBeCloseTo(2000, 9);
  expect(eloRatings(2, [[0, 1, 0.5]], { start: 1500 })).toEqual([[1500, 1500]]);
  expect(() => eloRatings(2, [[0, 2, 1]])).toThrow(RangeError);
  expect(() => eloRatings(2, [[1, 1, 1]])).toThrow(RangeError);
});
