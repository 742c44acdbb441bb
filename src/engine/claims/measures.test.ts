import { describe, expect, it } from 'vitest';
import { averagePrecision } from './averagePrecision.ts';
import { mean } from './mean.ts';
import { ndcg } from './ndcg.ts';
import { toneWords } from './toneWords.ts';

describe('averagePrecision', () => {
  it('is 1 for an order without mistakes, and the share of positives for scores that know nothing', () => {
    expect(averagePrecision([0.9, 0.8, 0.1], [true, true, false])).toBe(1);
    expect(averagePrecision([0.5, 0.5, 0.5, 0.5], [true, false, false, false])).toBe(0.25);
  });

  it('adds up precision at each positive', () => {
    // The example of scikit-learn's documentation: 0.5 · 1 + 0.5 · 2/3.
    expect(averagePrecision([0.1, 0.4, 0.35, 0.8], [false, false, true, true])).toBeCloseTo(0.8333, 4);
  });

  it('refuses labels without a positive', () => {
    expect(() => averagePrecision([1], [false])).toThrow(RangeError);
  });
});

describe('ndcg', () => {
  it('is 1 for the ideal order, whatever the size of the scores', () => {
    expect(ndcg([30, 20, -5], [2, 1, 0])).toBe(1);
  });

  it('discounts what comes late', () => {
    // Gains 4, 2, 1 at 1, 0.63093, 0.5 ideally: 5.76186; the other way round 1 + 2 · 0.63093 + 4 · 0.5 = 4.26186.
    expect(ndcg([0, 1, 2], [2, 1, 0])).toBeCloseTo(4.26186 / 5.76186, 5);
  });
});

describe('toneWords', () => {
  it('finds the words that quality is read from, where they stand', () => {
    const answer = 'Thank you for asking. The library is really wonderful.';
    const words = toneWords('Describe the library on the hill.\n', answer);
    for (const { word, start, end } of words) expect(answer.slice(start, end)).toBe(word);
    expect(words.map(({ word }) => word)).toEqual(['Thank', 'wonderful']);
  });

  it('finds none in what is no sentence of the world', () => {
    expect(toneWords('Describe the library on the hill.\n', 'wonderful wonderful')).toEqual([]);
  });
});

describe('mean', () => {
  it('refuses to average nothing', () => {
    expect(mean([1, 2])).toBe(1.5);
    expect(() => mean([])).toThrow(RangeError);
  });
});
