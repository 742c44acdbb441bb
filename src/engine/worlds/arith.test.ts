import { describe, expect, it } from 'vitest';
import { randomStream } from '../train/rng.ts';
import { arith } from './arith.ts';
import { ARITH_LENGTH } from './arithScore.ts';
import { symbolCount } from './symbolCount.ts';

const DRAWS = 6000;
const random = randomStream(42, 'arith test');
const draws = Array.from({ length: DRAWS }, () => {
  const prompt = arith.prompt(random, {});
  const answer = arith.answer(prompt, random, {});
  const candidate = arith.candidate(prompt, random, {});
  return { prompt, answer, candidate };
});

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
const spread = (values: readonly number[]) => {
  const centre = mean(values);
  return Math.sqrt(mean(values.map((value) => (value - centre) ** 2)));
};
const correlation = (x: readonly number[], y: readonly number[]) => {
  const [atX, atY] = [mean(x), mean(y)];
  return mean(x.map((value, i) => (value - atX) * ((y[i] ?? 0) - atY))) / spread(x) / spread(y);
};
const quantile = (values: readonly number[], share: number) =>
  [...values].sort((a, b) => a - b)[Math.floor(share * (values.length - 1))] as number;
/** The right answer, by JavaScript's own arithmetic. */
const evaluated = (text: string): number =>
  /^[\d+*-]+$/.test(text) ? Number(new Function(`return ${text}`)()) : Number.NaN;
const asked = (prompt: string) => evaluated(prompt.slice(0, -2));

describe('prompts', () => {
  it('are expressions of one to three operations, at most one a product, over numbers of at most two digits', () => {
    const counts = [0, 0, 0, 0];
    for (const { prompt } of draws) {
      expect(prompt).toMatch(/^\d{1,2}([+*-]\d{1,2}){1,3}=\n$/);
      expect(prompt.split('*').length).toBeLessThanOrEqual(2);
      const operations = prompt.match(/[+*-]/g)?.length ?? 0;
      counts[operations] = (counts[operations] ?? 0) + 1;
    }
    for (const count of counts.slice(1)) expect(Math.abs(count / DRAWS - 1 / 3)).toBeLessThan(0.03);
    expect(new Set(draws.map(({ prompt }) => prompt)).size).toBeGreaterThan(DRAWS * 0.8);
  });
});

describe('answers', () => {
  it('are well-formed, right, and true in every step', () => {
    for (const { prompt, answer } of draws) {
      expect(arith.wellFormed(prompt, answer), `${prompt}${answer}`).toBe(true);
      expect(answer).toMatch(/^[ -~]+$/);
      expect(answer.split('#').map(Number).at(-1)).toBe(asked(prompt));
      expect(arith.verify?.(prompt, answer)).toBe(1);
      for (const [, left, value] of answer.matchAll(/(\d+[*+-]\d+) is (\d+)/g)) {
        expect(evaluated(left ?? '')).toBe(Number(value));
      }
    }
  });

  it('vary in length 2:1 between the quartiles', () => {
    const lengths = draws.map(({ answer }) => symbolCount(answer));
    expect(quantile(lengths, 0.75) / quantile(lengths, 0.25)).toBeGreaterThanOrEqual(2);
  });
});

describe('candidates', () => {
  it('are well-formed, half of them wrong, scores in standard deviations that know nothing of length', () => {
    const gold = draws.map(({ prompt, candidate }) => arith.goldScore(prompt, candidate));
    const lengths = draws.map(({ candidate }) => symbolCount(candidate));
    for (const { prompt, candidate } of draws) expect(arith.wellFormed(prompt, candidate), candidate).toBe(true);
    expect(Math.abs(mean(gold))).toBeLessThan(0.05);
    expect(Math.abs(spread(gold) - 1)).toBeLessThan(0.01);
    expect(Math.abs(mean(lengths) - ARITH_LENGTH.mean)).toBeLessThan(0.9);
    expect(Math.abs(spread(lengths) - ARITH_LENGTH.sd)).toBeLessThan(0.6);
    expect(Math.abs(correlation(gold, lengths))).toBeLessThan(0.05);
  });
});
