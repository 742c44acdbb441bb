import { expect, test } from 'vitest';
import { activationMask, meanActivations } from './activationMask.ts';

test('an activation is the mean over channels', () => {
  expect([...meanActivations(Float32Array.of(1, 2, 6, -1, 0, 4), 3)]).toEqual([3, 1]);
});

test('the lowest is 0, the highest 1, and z-normalising before changes nothing', () => {
  const values = Float32Array.of(2, 5, 3, 10);
  expect([...activationMask(values)]).toEqual([0, 3 / 8, 1 / 8, 1]);
  const mean = 5;
  const deviation = Math.sqrt((9 + 0 + 4 + 25) / 3);
  const normalised = activationMask(values.map((value) => (value - mean) / deviation));
  expect([...normalised]).toEqual([0, 3 / 8, 1 / 8, 1].map((value) => expect.closeTo(value, 6)));
});

test('tokens that are all alike all count; no tokens give none', () => {
  expect([...activationMask(Float32Array.of(4, 4))]).toEqual([1, 1]);
  expect([...activationMask(Float32Array.of(-3))]).toEqual([1]);
  expect([...activationMask(new Float32Array(0))]).toEqual([]);
});
