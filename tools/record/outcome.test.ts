import { expect, it } from 'vitest';
import type { Evaluation } from '../../src/engine/index.ts';
import { leftBands, outcomeValue } from './outcome.ts';

const evaluation = (step: number, values: Record<string, number>): Evaluation => ({
  step,
  values: Object.fromEntries(Object.entries(values).map(([name, value]) => [name, { value, n: 8 }])),
  dots: [],
  samples: [],
});
const run = [
  evaluation(0, { win_rate: 0.5 }),
  evaluation(10, { win_rate: 0.4, corr: 0.1 }),
  evaluation(20, { win_rate: 0.8, corr: 0.6 }),
];

it('takes the last evaluation, or how far it moved from the first', () => {
  expect(outcomeValue(run, { metric: 'win_rate', at: 'last' })).toBe(0.8);
  expect(outcomeValue(run, { metric: 'win_rate', at: 'change' })).toBeCloseTo(0.3, 12);
  expect(outcomeValue(run, { metric: 'corr', at: 'change' })).toBe(0.6); // not defined at first
  expect(outcomeValue(run, { metric: 'kl', at: 'change' })).toBeUndefined();
});

it('names each band that a run left, on either side, and what it lacks', () => {
  expect(leftBands(run, [{ metric: 'win_rate', at: 'last', min: 0.8, max: 0.8 }])).toEqual([]);
  expect(
    leftBands(run, [
      { metric: 'win_rate', at: 'last', min: 0.81 },
      { metric: 'corr', at: 'change', max: 0.5 },
      { metric: 'kl', at: 'last', min: 0 },
    ]),
  ).toEqual([
    'win_rate (last) is 0.8, outside 0.81 to Infinity',
    'corr (change) is 0.6, outside -Infinity to 0.5',
    'kl is missing',
  ]);
});
