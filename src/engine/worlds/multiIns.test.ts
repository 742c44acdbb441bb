import { describe, expect, it } from 'vitest';
import { correlation, mean, quantile, spread } from '../testing/moments.ts';
import { randomStream } from '../train/rng.ts';
import { multiIns } from './multiIns.ts';
import { MULTI_INS_LENGTH_WORDS } from './multiInsScore.ts';
import { countWords } from './styleTone.ts';

const DRAWS = 6000;
const random = randomStream(42, 'multi_ins test');
const draws = Array.from({ length: DRAWS }, () => {
  const prompt = multiIns.prompt(random, {});
  const answer = multiIns.answer(prompt, random, {});
  return { prompt, answer, gold: multiIns.goldScore(prompt, answer), words: countWords(answer) };
});

describe('prompts', () => {
  it('are thousands, with one to five instructions, each as often', () => {
    expect(new Set(draws.map(({ prompt }) => prompt)).size).toBeGreaterThan(5000);
    const counts = draws.map(({ prompt }) => prompt.trim().split(/(?<=\.) (?=[A-Z])|\? /).length - 1);
    for (const k of [1, 2, 3, 4, 5]) {
      expect(Math.abs(counts.filter((count) => count === k).length / DRAWS - 0.2), `${k}`).toBeLessThan(0.03);
    }
  });
});

describe('answers', () => {
  it('are well-formed and ASCII', () => {
    for (const { prompt, answer } of draws) {
      expect(multiIns.wellFormed(prompt, answer), `${prompt}${answer}`).toBe(true);
      expect(prompt + answer).toMatch(/^[ -~]+\n[!-~][ -~]+$/);
    }
  });

  it('have the stated scores, unrelated to length', () => {
    const [gold, words] = [draws.map((row) => row.gold), draws.map((row) => row.words)];
    expect(Math.abs(mean(gold))).toBeLessThan(0.05);
    expect(Math.abs(spread(gold) - 1)).toBeLessThan(0.03);
    expect(Math.abs(correlation(gold, words))).toBeLessThan(0.05);
    expect(Math.abs(mean(words) - MULTI_INS_LENGTH_WORDS.mean)).toBeLessThan(0.3);
    expect(Math.abs(spread(words) - MULTI_INS_LENGTH_WORDS.sd)).toBeLessThan(0.2);
    expect(quantile(words, 0.9) / quantile(words, 0.1)).toBeGreaterThanOrEqual(2);
  });
});
