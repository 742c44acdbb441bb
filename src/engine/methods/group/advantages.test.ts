import { expect, test } from 'vitest';
import {
  groupAdvantages,
  leaveOneOutAdvantages,
  lengthWeightedAdvantages,
  rescaledAdvantages,
  standardised,
  weightedRewards,
} from './advantages.ts';

const close = (values: readonly number[], digits = 12) => values.map((value) => expect.closeTo(value, digits));
const one = { rewards: [1, 0, 1, 1], groups: [5, 5, 5, 5] };

test('of the specification’s group', () => {
  expect([...groupAdvantages(one, 'group')]).toEqual(close([0.4999, -1.4997, 0.4999, 0.4999], 4));
  expect([...groupAdvantages(one, 'none')]).toEqual([0.25, -0.75, 0.25, 0.25]);
  expect([...leaveOneOutAdvantages(one)]).toEqual(close([1 / 3, -1, 1 / 3, 1 / 3]));
});

test('equal rewards teach nothing', () => {
  const equal = { rewards: [3, 3, 3], groups: [0, 0, 0] };
  for (const scale of ['group', 'batch', 'none'] as const)
    expect([...groupAdvantages(equal, scale)]).toEqual([0, 0, 0]);
  expect([...leaveOneOutAdvantages(equal, 'batch')]).toEqual([0, 0, 0]);
});

test('groups may lie anywhere; a missing reward leaves the baseline', () => {
  const rewards = [1, 10, Number.NaN, 3, 20];
  const groups = [0, 1, 0, 0, 1];
  expect([...groupAdvantages({ rewards, groups }, 'none')]).toEqual([-1, -5, 0, 1, 5]);
  expect([...leaveOneOutAdvantages({ rewards, groups })]).toEqual([-2, -10, 0, 2, 10]);
  // Standardised over the four that have one: their squares add to 208, the mean is 0.
  const factor = 1 / (Math.sqrt(208 / 3) + 1e-4);
  expect([...leaveOneOutAdvantages({ rewards, groups }, 'batch')]).toEqual(
    close([-2, -10, 0, 2, 10].map((a) => a * factor)),
  );
});

test('an answer alone in its group is measured against itself, or against nothing', () => {
  const alone = { rewards: [2], groups: [0] };
  expect([...groupAdvantages(alone, 'group')]).toEqual([0]);
  expect([...groupAdvantages({ ...alone, alone: 'nothing' }, 'none')]).toEqual([2]);
  expect([...leaveOneOutAdvantages({ ...alone, alone: 'nothing' })]).toEqual([2]);
});

test('other baselines', () => {
  // (3·1 + 1·0 + 2·1 + 2·1) / 8 = 7/8
  expect([...lengthWeightedAdvantages(one, [3, 1, 2, 2])]).toEqual([0.125, -0.875, 0.125, 0.125]);
  // Three of four rewards are not 0.
  expect([...rescaledAdvantages(one)]).toEqual(close([1 / 3, -1, 1 / 3, 1 / 3]));
});

test('rewards of several judges add up by weight, over those that gave one', () => {
  const rows = [
    [1, 2],
    [Number.NaN, 4],
    [Number.NaN, Number.NaN],
  ];
  expect([...weightedRewards(rows, [1, 0.5])]).toEqual([2, 2, Number.NaN]);
  expect([...standardised([1, 3, Number.NaN], 0)]).toEqual(close([-Math.SQRT1_2, Math.SQRT1_2, 0]));
});

test('refuses rewards without groups', () => {
  expect(() => groupAdvantages({ rewards: [1, 2], groups: [0] }, 'none')).toThrow(RangeError);
});
