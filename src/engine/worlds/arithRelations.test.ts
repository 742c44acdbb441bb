import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createTokenizer } from '../model/tokenizer.ts';
import { maskedRationale } from '../testing/maskedRationale.ts';
import { randomStream } from '../train/rng.ts';
import { arith } from './arith.ts';
import type { PreferenceRow } from './types.ts';

const OPTIONS = { seed: 5, answers: 2, degrees: 4 };
const random = randomStream(11, 'arith relations test');
const rows = Array.from({ length: 800 }, () => arith.pair(random, { epsilon: 0.2 }));
const relate = (row: PreferenceRow, options: object = {}) =>
  arith.relate(row, {}, { ...OPTIONS, ...options }) as Required<ReturnType<typeof arith.relate>>;
const related = rows.map((row) => ({ row, of: relate(row) }));
const pair = (chosen: string, rejected: string) => ({ prompt: '7+5*3=\n', chosen, rejected });
const masked = (row: PreferenceRow, options: object = {}) => maskedRationale(relate(row, options).rationale);

describe('rationale', () => {
  const right = 'first 5*3 is 15; then 7+15 is 22; #22';

  it.each([
    [right, 'first 5*3 is 16; then 7+16 is 23; #23', '@ is better than !: in ! 5*3 is 16, and that is wrong.'],
    [right, '5*3=15;7+15=32;#32', '@ is better than !: in ! 7+15=32, and that is wrong.'],
    [right, 'first 5*3 is 15; then 7+15 is 22; #23', '@ is better than !: in ! the answer is 23, and that is wrong.'],
    ['#22', '#12', '@ is better than !: in ! the answer is 12, and that is wrong.'],
    ['#23', right, '@ is better than !.'],
    ['first 5*3 is 15; then 7+15 is 22; #23', '#22', '@ is longer than !.'],
    [right, 'what', '@ is better than !.'],
  ])('of %j over %j', (chosen, rejected, expected) => {
    expect(masked(pair(chosen, rejected))).toBe(expected);
    expect(masked(pair(chosen, rejected), { rationale: 'generic' })).toBe('@ is better than !.');
  });

  it('names a true step where it is to be wrong, and else the lengths', () => {
    const wrong = { rationale: 'wrong' };
    expect(masked(pair(right, 'first 5*3 is 15; then 7+15 is 32; #32'), wrong)).toBe(
      '@ is better than !: in ! 5*3 is 15, and that is wrong.',
    );
    expect(masked(pair(right, '#32'), wrong)).toBe('@ is longer than !.');
    expect(masked(pair('#22', 'we have 7 and 5 and 3; #23'), wrong)).toBe('@ is shorter than !.');
  });

  it('names chosen by the letter under which it is shown, as often A as B', () => {
    for (const { row, of } of related) {
      const letter = of.rationale.charAt(0);
      expect(of.rationale_prompt.startsWith(row.prompt)).toBe(true);
      expect(of.rationale_prompt).toContain(`\n${letter}: ${row.chosen}\n`);
      expect(of.rationale_prompt).toContain(`\n${letter === 'A' ? 'B' : 'A'}: ${row.rejected}\n`);
    }
    const first = related.filter(({ of }) => of.rationale.startsWith('A')).length / related.length;
    expect(Math.abs(first - 0.5)).toBeLessThan(0.06);
  });
});

describe('instructed prompts', () => {
  it('say what chosen does, and its opposite', () => {
    const seen = new Set<string>();
    const follows = (asked: string, answer: string): boolean => {
      const numbers: Record<string, number> = { two: 2, four: 4, six: 6 };
      const [, kind, name = ''] = /Use (at most|more than) (\w+) steps/.exec(asked) ?? [];
      const isNegative = asked.includes('not');
      if (kind) return answer.split(';').length <= (numbers[name] ?? Number.NaN) === (kind === 'at most');
      if (asked.includes('Check') || asked.includes('check')) return / (check|again) /.test(answer) !== isNegative;
      return / is /.test(answer) !== isNegative;
    };
    for (const { row, of } of related) {
      for (const text of [of.prompt_satisfied, of.prompt_violated]) {
        expect(text.startsWith(`${row.prompt.trim()} `)).toBe(true);
        seen.add(text.slice(row.prompt.length));
      }
      expect(follows(of.prompt_satisfied, row.chosen), of.prompt_satisfied + row.chosen).toBe(true);
      expect(follows(of.prompt_violated, row.chosen)).toBe(false);
    }
    expect(seen.size).toBe(10);
  });
});

describe('other relations', () => {
  it('rank two answers, right above wrong, and no more', () => {
    for (const { row, of } of related.slice(0, 100)) {
      expect(of.ranking.map(({ score }) => score)).toEqual([1, -1]);
      expect(of.ranking.map(({ answer }) => arith.verify?.(row.prompt, answer))).toEqual([1, 0]);
      expect(relate(row, { answers: 3 }).ranking).toBeUndefined();
    }
  });

  it('have a right gold answer, attributes of correctness and brevity, and degrees without numbers', () => {
    for (const { row, of } of related) {
      if (arith.verify?.(row.prompt, row.chosen) === 1) expect(arith.verify(row.prompt, of.gold)).toBe(1);
      expect(of.attributes_chosen[0]).toBe(row.score_chosen);
      expect(of.attributes_chosen[1]).toBeCloseTo(-arith.lengthScore(row.chosen), 12);
      const digits = (text: string) => text.match(/\d+/g)?.length ?? 0;
      const counts = [row.chosen, ...of.degraded].map(digits);
      expect(of.degraded).toHaveLength(3);
      if (digits(row.chosen) >= 4) {
        for (const [i, count] of counts.slice(1).entries()) expect(count).toBeLessThan(counts[i] as number);
      }
    }
  });

  it('refuse a prompt of another world', () => {
    const row = rows[0] as PreferenceRow;
    expect(() => relate({ ...row, prompt: 'Review the bakery.\n' })).toThrow(RangeError);
  });
});

describe('tokens', () => {
  const folder = new URL('../../../public/models/nano-1/', import.meta.url);
  const json = (name: string) => JSON.parse(readFileSync(new URL(name, folder), 'utf8'));
  const tokenizer = createTokenizer(json('tokenizer.json'), json('tokenizer_config.json'));

  it('are at most 125 for prompt and answer, mostly 25 to 75', () => {
    const counts = Array.from({ length: 1500 }, () => {
      const prompt = arith.prompt(random, {});
      return tokenizer.encode(prompt + arith.answer(prompt, random, {})).length;
    }).sort((a, b) => a - b);
    expect(counts.at(-1)).toBeLessThanOrEqual(125);
    expect(counts[375]).toBeGreaterThanOrEqual(25);
    expect(counts[1125]).toBeLessThanOrEqual(75);
  });
});
