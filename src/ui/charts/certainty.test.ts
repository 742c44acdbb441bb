import { describe, expect, it } from 'vitest';
import type { MetricValue } from '../../engine/index.ts';
import { text } from '../i18n/text.ts';
import { certaintyOf, intervalBand } from './certainty.ts';

const value = (middle: number, half: number, n = 16) => ({ value: middle, n, low: middle - half, high: middle + half });

describe('certaintyOf', () => {
  it('is of the newest evaluation, and says whether its interval meets the first one’s', () => {
    const apart = certaintyOf(
      new Map<number, MetricValue>([
        [0, value(1, 0.25)],
        [6, value(5, 9)],
        [12, value(2, 0.5, 20)],
      ]),
    );
    expect(apart).toEqual({ n: 20, interval: { low: 1.5, high: 2.5 }, overlaps: false });
    const touching = new Map<number, MetricValue>([
      [0, value(1, 0.5)],
      [6, value(2, 0.5)],
    ]);
    expect(certaintyOf(touching)?.overlaps).toBe(true);
  });

  it('says nothing of a difference where there is one evaluation, or one without an interval', () => {
    expect(certaintyOf(new Map())).toBeNull();
    expect(certaintyOf(new Map([[0, value(1, 1)]]))?.overlaps).toBeNull();
    const lacking = certaintyOf(
      new Map<number, MetricValue>([
        [0, { value: 1, n: 4 }],
        [6, value(1, 1)],
      ]),
    );
    expect(lacking?.overlaps).toBeNull();
    expect(lacking?.interval).toEqual({ low: 0, high: 2 });
  });
});

it('draws the steps that have an interval', () => {
  const evaluations = new Map<number, MetricValue>([
    [0, { value: 1, n: 4 }],
    [6, value(1, 1)],
  ]);
  expect(intervalBand(evaluations)).toEqual([{ step: 6, low: 0, high: 2 }]);
});

it('is said beneath the plot, with n, and ≈ where the change may be chance', () => {
  const { certainty } = text.evaluation;
  expect(certainty({ n: 16, interval: { low: 0.18, high: 0.61 }, overlaps: true })).toBe(
    'Newest: 95 % interval 0.18 to 0.61, n = 16; ≈ it overlaps the first one’s.',
  );
  expect(certainty({ n: 16, interval: null, overlaps: null })).toBe('Newest: n = 16.');
});
