import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createTokenizer } from '../model/tokenizer.ts';
import { maskedRationale } from '../testing/maskedRationale.ts';
import { randomStream } from '../train/rng.ts';
import { claims } from './claims.ts';
import type { PreferenceRow } from './types.ts';

const OPTIONS = { seed: 5, answers: 2, degrees: 3 };
const random = randomStream(11, 'claims relations test');
const rows = Array.from({ length: 600 }, () => claims.pair(random, { epsilon: 0.2 }));
const relate = (row: PreferenceRow, options: object = {}) =>
  claims.relate(row, {}, { ...OPTIONS, ...options }) as Required<ReturnType<typeof claims.relate>>;
const related = rows.map((row) => ({ row, of: relate(row) }));

const masked = (row: PreferenceRow, options: object = {}) => maskedRationale(relate(row, options).rationale);

describe('rationale', () => {
  const product = (chosen: string, rejected: string) => ({ prompt: 'What is 37 times 48?\n', chosen, rejected });
  const day = (chosen: string, rejected: string) => ({ prompt: 'Which day is 14 March 2021?\n', chosen, rejected });

  it.each([
    [product('It is 1776.', 'It is 1767.'), '@ is better than !: it is 1776, not 1767.'],
    [
      day('It is a Sunday.', 'Let me see. 14 March 2021 is a Monday.'),
      '@ is better than !: it is a Sunday, not a Monday.',
    ],
    [product('It is 1767.', '37 times 48 is 1776.'), '@ is better than !.'],
    [product('37 times 48 is 1767.', 'It is 1776.'), '@ is longer than !.'],
    [product('It is 1776.', 'what is it'), '@ is better than !.'],
  ])('of %j', (row, expected) => {
    expect(masked(row)).toBe(expected);
    expect(masked(row, { rationale: 'generic' })).toBe('@ is better than !.');
    expect(masked(row, { rationale: 'wrong' })).toMatch(/^@ is (longer|shorter) than !\.$/);
  });

  it('names chosen by the letter under which it is shown, as often A as B', () => {
    for (const { row, of } of related) {
      const letter = of.rationale.charAt(0);
      expect(of.rationale_prompt.startsWith(row.prompt)).toBe(true);
      expect(of.rationale_prompt).toContain(`\n${letter}: ${row.chosen}\n`);
      expect(of.rationale_prompt).toContain(`\n${letter === 'A' ? 'B' : 'A'}: ${row.rejected}\n`);
    }
    const first = related.filter(({ of }) => of.rationale.startsWith('A')).length / related.length;
    expect(Math.abs(first - 0.5)).toBeLessThan(0.07);
  });
});

describe('other relations', () => {
  it('rank a true answer above a false one, and no more than two', () => {
    for (const { row, of } of related.slice(0, 100)) {
      expect(of.ranking.map(({ score }) => score)).toEqual([1, -1]);
      expect(of.ranking.map(({ answer }) => claims.verify?.(row.prompt, answer))).toEqual([1, 0]);
      expect(relate(row, { answers: 3 }).ranking).toBeUndefined();
    }
  });

  it('have a gold answer not below chosen, and degrees that lose content and keep courtesies', () => {
    for (const { row, of } of related) {
      expect(claims.goldScore(row.prompt, of.gold)).toBeGreaterThanOrEqual(row.score_chosen as number);
      expect(of.degraded).toHaveLength(2);
      const [first = '', second = ''] = of.degraded;
      expect(first.length).toBeLessThan(row.chosen.length);
      expect(second.length).toBeLessThanOrEqual(first.length);
      // Courtesies stay: they carry nothing.
      if (/\d\D+\d.*asking\.$/.test(row.chosen)) expect(second).toContain('Thank you for asking.');
    }
  });

  it('have instructed prompts that begin with the question', () => {
    for (const { row, of } of related) {
      for (const text of [of.prompt_satisfied, of.prompt_violated]) {
        expect(text.startsWith(`${row.prompt.trim()} `)).toBe(true);
      }
      expect(of.prompt_satisfied).not.toBe(of.prompt_violated);
    }
  });

  it('refuse a prompt of another world', () => {
    const row = rows[0] as PreferenceRow;
    expect(() => relate({ ...row, prompt: 'Review the bakery.\n' })).toThrow(RangeError);
  });
});

describe('texts', () => {
  const folder = new URL('../../../public/models/nano-1/', import.meta.url);
  const json = (name: string) => JSON.parse(readFileSync(new URL(name, folder), 'utf8'));
  const tokenizer = createTokenizer(json('tokenizer.json'), json('tokenizer_config.json'));
  const drawn = Array.from({ length: 3000 }, () => {
    const prompt = claims.prompt(random, {});
    return prompt + claims.answer(prompt, random, {});
  });

  it('are at most 130 tokens, mostly 25 to 75', () => {
    const counts = drawn
      .slice(0, 1500)
      .map((text) => tokenizer.encode(text).length)
      .sort((a, b) => a - b);
    expect(counts.at(-1)).toBeLessThanOrEqual(130);
    expect(counts[375]).toBeGreaterThanOrEqual(25);
    expect(counts[1125]).toBeLessThanOrEqual(75);
  });

  it('use a closed list of words', () => {
    expect(new Set(drawn.flatMap((text) => text.toLowerCase().match(/[a-z]+/g) ?? [])).size).toBeLessThan(200);
  });
});
