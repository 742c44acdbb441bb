import { describe, expect, it } from 'vitest';
import { randomStream } from '../../src/engine/train/rng.ts';
import { story } from './stories.ts';
import { plots } from './storyPlots.ts';

const drawn = (seed: number, count: number): string[] => {
  const random = randomStream(seed, 'stories');
  return Array.from({ length: count }, () => story(random));
};

describe('the story grammar', () => {
  const texts = drawn(1, 4000);

  it('writes 40 to 150 words with every slot and choice resolved', () => {
    for (const text of texts) {
      const words = text.split(/\s+/).length;
      expect(words).toBeGreaterThanOrEqual(40);
      expect(words).toBeLessThanOrEqual(150);
      expect(text).toMatch(/^[A-Z"][A-Za-z .,!?:;'"\-\n]*[.!?"]$/);
      expect(text).not.toMatch(/ {2}|undefined|[{}[\]|^#]/);
    }
  });

  it('starts every sentence with a capital', () => {
    for (const text of texts) expect(text).not.toMatch(/(?:^|[.!?] )[a-z]/);
  });

  it('uses one to two thousand words', () => {
    const words = new Set(texts.flatMap((text) => text.toLowerCase().match(/[a-z]+/g) ?? []));
    expect(words.size).toBeGreaterThan(1000);
    expect(words.size).toBeLessThan(2000);
  });

  it('has more than three hundred fragments, and hardly ever repeats a story', () => {
    const fragments = plots.flatMap((plot) => plot.parts.flat());
    expect(fragments.length).toBeGreaterThan(290);
    expect(new Set(texts).size).toBe(texts.length);
  });

  it('is a function of its seed', () => {
    expect(drawn(7, 5)).toEqual(drawn(7, 5));
    expect(drawn(7, 5)).not.toEqual(drawn(8, 5));
  });
});
