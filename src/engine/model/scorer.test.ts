import { expect, test } from 'vitest';
import { layoutSequences, lengthBucket } from './scorer.ts';

test('a bucket holds the rows, within the context', () => {
  expect([1, 32, 33, 65, 200, 256, 257, 600].map((rows) => lengthBucket(rows, 1024))).toEqual([
    32, 32, 48, 80, 256, 256, 512, 768,
  ]);
  expect(lengthBucket(10, 16)).toBe(16);
  expect(lengthBucket(250, 252)).toBe(252);
  expect(() => lengthBucket(17, 16)).toThrow(RangeError);
});

test('rows hold a token and ask for the next one', () => {
  const { ids, targets, positions, lengths } = layoutSequences([[5, 6, 7], [], [9], [1, 2, 3, 4, 5]], {
    sequences: 5,
    tokens: 4,
  });
  expect([...ids]).toEqual([5, 6, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 2, 3, 4, 0, 0, 0, 0]);
  expect([...targets]).toEqual([6, 7, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 3, 4, 5, 0, 0, 0, 0]);
  expect([...positions.slice(0, 8)]).toEqual([0, 1, 2, 3, 0, 1, 2, 3]);
  expect([...lengths]).toEqual([2, 0, 0, 4, 0]);
});

test('what does not fit is refused, never cut silently', () => {
  expect(() => layoutSequences([[1, 2, 3]], { sequences: 1, tokens: 1 })).toThrow(RangeError);
  expect(() => layoutSequences([[1], [2]], { sequences: 1, tokens: 8 })).toThrow(RangeError);
});
