import { expect, test } from 'vitest';
import type { FitCell } from '../../engine/index.ts';
import { fitFigures } from './fitFigures.ts';

const cell = (normalised: number): FitCell => ({
  labels: 'regret',
  learning: 'partial_return',
  normalised,
  raw: 0,
  reward: new Float64Array(5),
});

test('a cell of the table is mean, spread and how often it is nearly the best', () => {
  const tables = [[cell(1)], [cell(0.4)], [cell(0.7)]];
  const { mean, sd, near } = fitFigures(tables, 'regret', 'partial_return');
  expect(mean).toBeCloseTo(0.7, 12);
  expect(sd).toBeCloseTo(0.3, 12);
  expect(near).toBe(1);
  expect(fitFigures([[cell(0.5)]], 'regret', 'partial_return').sd).toBe(0);
});
