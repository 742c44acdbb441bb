import { describe, expect, it } from 'vitest';
import { text } from '../i18n/text.ts';
import type { SeriesPoint } from './BucketSeries.ts';
import { summarise } from './summarise.ts';

const curve = (values: readonly number[]): SeriesPoint[] =>
  values.map((mean, index) => ({ step: index * 10, mean, min: mean, max: mean, count: 1 }));

describe('summarise', () => {
  it('says that a curve rose and since when it is flat', () => {
    const facts = summarise(curve([0.02, 0.5, 1, 1.5, 1.79, 1.8, 1.8, 1.81, 1.8]));
    expect(facts).toMatchObject({ direction: 'rose', flatSince: 40, firstStep: 0, lastStep: 80 });
    if (facts === null) throw new Error('no summary');
    expect(text.charts.summary('margin', facts)).toBe(
      'margin rose from 0.02 to 1.8 over 80 steps; flat since step 40.',
    );
  });

  it('does not call noise around a level a rise', () => {
    expect(summarise(curve([1, 1.2, 0.8, 1.1, 0.9, 1.02]))?.direction).toBe('flat');
  });

  it('has nothing to say of a single point', () => {
    expect(summarise(curve([1]))).toBeNull();
  });
});
