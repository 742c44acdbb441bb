import { describe, expect, it } from 'vitest';
import { randomStream } from '../train/rng.ts';
import { claims } from './claims.ts';
import { CLAIMS_LENGTH } from './claimsScore.ts';
import { symbolCount } from './symbolCount.ts';

const DRAWS = 6000;
const random = randomStream(42, 'claims test');
const draws = Array.from({ length: DRAWS }, () => {
  const prompt = claims.prompt(random, {});
  const answer = claims.answer(prompt, random, {});
  const candidate = claims.candidate(prompt, random, {});
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

describe('answers', () => {
  it('are well-formed and true, half of them with a tool, whose result is the claim', () => {
    for (const { prompt, answer } of draws) {
      expect(claims.wellFormed(prompt, answer), `${prompt}${answer}`).toBe(true);
      expect(prompt).toMatch(/^[ -~]+\n$/);
      expect(answer).toMatch(/^[ -~]+$/);
      expect(claims.verify?.(prompt, answer)).toBe(1);
      const result = [...answer.matchAll(/<result>(.*?)<\/result>/g)].at(-1)?.[1];
      if (result !== undefined) expect(answer.split('</result> ').at(-1)).toContain(result);
    }
    expect(Math.abs(mean(draws.map(({ answer }) => (answer.includes('<') ? 1 : 0))) - 0.5)).toBeLessThan(0.03);
  });
});

describe('candidates', () => {
  it('are well-formed, half of them false, scores in standard deviations that know nothing of length', () => {
    const gold = draws.map(({ prompt, candidate }) => claims.goldScore(prompt, candidate));
    const lengths = draws.map(({ candidate }) => symbolCount(candidate));
    for (const { prompt, candidate } of draws) expect(claims.wellFormed(prompt, candidate), candidate).toBe(true);
    expect(Math.abs(mean(gold))).toBeLessThan(0.05);
    expect(Math.abs(spread(gold) - 1)).toBeLessThan(0.01);
    expect(Math.abs(mean(lengths) - CLAIMS_LENGTH.mean)).toBeLessThan(0.6);
    expect(Math.abs(spread(lengths) - CLAIMS_LENGTH.sd)).toBeLessThan(0.5);
    expect(Math.abs(correlation(gold, lengths))).toBeLessThan(0.05);
  });
});
