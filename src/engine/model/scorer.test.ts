import { expect, test } from 'vitest';
import { checkContext, layoutSequences, rowBucket } from './scorer.ts';

test('a bucket holds the rows, and wastes an eighth of them at most', () => {
  expect([0, 1, 32, 33, 64, 65, 1000, 1024, 1025, 1153].map(rowBucket)).toEqual([
    32, 32, 32, 36, 64, 72, 1024, 1024, 1152, 1280,
  ]);
  for (let rows = 33; rows < 5000; rows += 7) {
    expect(rowBucket(rows)).toBeGreaterThanOrEqual(rows);
    expect(rowBucket(rows)).toBeLessThan(rows * 1.125 + 1);
    expect(rowBucket(rowBucket(rows))).toBe(rowBucket(rows));
  }
});

test('rows hold a token and ask for the next one, without a gap between sequences', () => {
  const { inputs, begins } = layoutSequences([[5, 6, 7], [], [9], [1, 2, 3, 4, 5]], 8);
  expect([...inputs.ids]).toEqual([5, 6, 1, 2, 3, 4, 0, 0]);
  expect([...inputs.targets]).toEqual([6, 7, 2, 3, 4, 5, 0, 0]);
  expect([...inputs.positions]).toEqual([0, 1, 0, 1, 2, 3, 0, 0]);
  expect([...inputs.segments]).toEqual([0, 2, 0, 2, 2, 6, 2, 6, 2, 6, 2, 6, 0, 0, 0, 0]);
  expect(begins).toEqual([0, 2, 2, 2]);
});

test('a stride puts every sequence at its own place', () => {
  const { inputs, begins } = layoutSequences(
    [
      [5, 6],
      [7, 8, 9],
    ],
    6,
    3,
  );
  expect([...inputs.ids]).toEqual([5, 0, 0, 7, 8, 0]);
  expect([...inputs.segments]).toEqual([0, 1, 0, 0, 0, 0, 3, 5, 3, 5, 0, 0]);
  expect(begins).toEqual([0, 3]);
});

test('what does not fit is refused, never cut silently', () => {
  expect(() => layoutSequences([[1, 2, 3]], 1)).toThrow(RangeError);
  expect(() => layoutSequences([[1, 2, 3]], 8, 1)).toThrow(RangeError);
  expect(() => checkContext([1, 2, 3], 1)).toThrow(RangeError);
  expect(() => checkContext([1, 2, 3], 2)).not.toThrow();
});
