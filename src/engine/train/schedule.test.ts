import { expect, test } from 'vitest';
import { type ScheduleName, scheduleFactor } from './schedule.ts';

const NAMES: ScheduleName[] = ['constant_with_warmup', 'linear', 'cosine', 'cosine_min', 'inverse_sqrt'];

test.each(NAMES)('%s warms up from 0 to 1, then never rises', (name) => {
  const schedule = { name, warmupSteps: 4, totalSteps: 20, minimum: 0.1 };
  const factors = Array.from({ length: 25 }, (_, step) => scheduleFactor(schedule, step));
  expect(factors.slice(0, 5)).toEqual([0, 0.25, 0.5, 0.75, 1]);
  for (let i = 5; i < factors.length; i++) expect(factors[i]).toBeLessThanOrEqual(factors[i - 1] ?? 0);
});

test('where each ends', () => {
  const at = (name: ScheduleName, step: number) =>
    scheduleFactor({ name, warmupSteps: 0, totalSteps: 10, minimum: 0.1 }, step);
  expect(at('constant_with_warmup', 10)).toBe(1);
  expect(at('linear', 10)).toBe(0);
  expect(at('linear', 5)).toBe(0.5);
  expect(at('cosine', 5)).toBeCloseTo(0.5, 12);
  expect(at('cosine', 10)).toBe(0);
  expect(at('cosine', 15)).toBe(0);
  expect(at('cosine_min', 10)).toBeCloseTo(0.1, 12);
  expect(at('inverse_sqrt', 4)).toBe(0.5);
});

test('a run no longer than its warm-up has finite rates', () => {
  for (const name of NAMES) {
    for (const step of [0, 1, 2, 3]) {
      expect(scheduleFactor({ name, warmupSteps: 2, totalSteps: 2 }, step)).toBeGreaterThanOrEqual(0);
    }
  }
});
