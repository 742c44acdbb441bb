import { describe, expect, it } from 'vitest';
import { sha256HexOfText } from '../data/sha256.ts';
import { correlation, mean, spread } from '../testing/moments.ts';
import { randomStream } from '../train/rng.ts';
import { claims } from './claims.ts';
import { CLAIMS_LENGTH } from './claimsScore.ts';
import { generatePairs } from './generatePairs.ts';
import { symbolCount } from './symbolCount.ts';

const DRAWS = 6000;
const random = randomStream(42, 'claims test');
const draws = Array.from({ length: DRAWS }, () => {
  const prompt = claims.prompt(random, {});
  const answer = claims.answer(prompt, random, {});
  const candidate = claims.candidate(prompt, random, {});
  return { prompt, answer, candidate };
});

const WEEKDAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const UNITS: Record<string, number> = {
  'seconds minutes': 60,
  'minutes hours': 60,
  'hours days': 24,
  'days weeks': 7,
  'months years': 12,
  'centimeters meters': 100,
  'meters kilometers': 1000,
  'grams kilograms': 1000,
};
const date = (text: string) => Date.parse(`${text} UTC`);

/** The truth by other means than the world's tools: JavaScript's numbers and dates. Facts of the table are not in it. */
function truthOf(prompt: string): string | undefined {
  const [, left, word, right] = /^What is (\d+) (times|plus|minus) (\d+)\?/.exec(prompt) ?? [];
  if (word === 'times') return String(Number(left) * Number(right));
  if (word !== undefined) return String(Number(left) + (word === 'plus' ? 1 : -1) * Number(right));
  const day = /^Which day is (.*)\?/.exec(prompt)?.[1];
  if (day !== undefined) return WEEKDAYS[new Date(date(day)).getUTCDay()];
  const [, from, to] = /from (.*) to (.*)\?/.exec(prompt) ?? [];
  if (from !== undefined && to !== undefined) return String((date(to) - date(from)) / 86_400_000);
  const [, small, amount, large] = /^How many (\w+) are (\d+) (\w+)\?/.exec(prompt) ?? [];
  if (amount !== undefined) return String(Number(amount) * (UNITS[`${small} ${large}`] ?? Number.NaN));
  return undefined;
}
/** Without calls, results, names of dates and what stands behind: the last number or weekday that is claimed. */
const claimed = (answer: string) =>
  answer
    .replace(/<.*>/, '')
    .match(/\d+|[A-Z][a-z]+day/g)
    ?.at(-1);

describe('prompts', () => {
  it('are of six kinds, equally often, and thousands', () => {
    const kinds = [
      /^What is \d+ (times|plus|minus) \d+\?\n$/,
      /^Which day is \d+ [A-Z][a-z]+ 20[0-2]\d\?\n$/,
      /^How many days are there from \d+ [A-Z][a-z]+ 20\d\d to \d+ [A-Z][a-z]+ 20\d\d\?\n$/,
      /the (price|weight|height|year) of the [a-z]+[.?]\n$/,
      /^What is the (price|weight) of \d+ [a-z]+s\?\n$/,
      /^How many [a-z]+ are \d+ [a-z]+\?\n$/,
    ];
    for (const kind of kinds) {
      const share = mean(draws.map(({ prompt }) => (kind.test(prompt) ? 1 : 0)));
      expect(Math.abs(share - 1 / 6), String(kind)).toBeLessThan(0.02);
    }
    expect(new Set(draws.map(({ prompt }) => prompt)).size).toBeGreaterThan(DRAWS / 2);
  });

  it('have numbers of up to the asked digits', () => {
    const stream = randomStream(7, 'claims knobs');
    const longest = (digits: number) =>
      Math.max(
        ...Array.from({ length: 800 }, () => {
          const prompt = claims.prompt(stream, { digits });
          expect(claims.wellFormed(prompt, claims.candidate(prompt, stream, { digits }))).toBe(true);
          return Number(/^What is (\d+)/.exec(prompt)?.[1] ?? 0);
        }),
      );
    expect(longest(1)).toBeLessThan(10);
    expect(longest(6)).toBeGreaterThan(100_000);
  });
});

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

describe('truth', () => {
  it('is what other means than the tools give', () => {
    let known = 0;
    for (const { prompt, answer, candidate } of draws) {
      const truth = truthOf(prompt);
      if (truth === undefined) continue;
      known++;
      expect(claimed(answer), prompt + answer).toBe(truth);
      expect(claims.verify?.(prompt, candidate)).toBe(claimed(candidate) === truth ? 1 : 0);
    }
    expect(known / DRAWS).toBeGreaterThan(0.6);
  });

  it('of the table is one for each fact, in prices and weights of many too', () => {
    const facts = new Map<string, string>();
    for (const { prompt, answer } of draws) {
      const name = /(\w+) of the (\w+)/.exec(prompt)?.[0];
      if (name === undefined) continue;
      const value = claimed(answer) ?? '';
      expect(facts.get(name) ?? value).toBe(value);
      facts.set(name, value);
    }
    expect(facts.size).toBe(80);
    for (const { prompt, answer } of draws) {
      const [, attribute, count, thing] = /(\w+) of (\d+) (\w+)s\?/.exec(prompt) ?? [];
      if (count === undefined) continue;
      expect(Number(claimed(answer))).toBe(Number(count) * Number(facts.get(`${attribute} of the ${thing}`)));
    }
  });

  it('is not gained by saying more', () => {
    const prompt = 'What is 37 times 48?\n';
    for (const good of ['It is 1776.', '37 times 48 is 1776.', 'Let me see. It is 1776. That is my answer.']) {
      expect(claims.goldScore(prompt, good)).toBe(1);
      expect(claims.goldScore(prompt, ` ${good}\n`)).toBe(1);
    }
    expect(claims.goldScore(prompt, '<calc>37*47</calc><result>12</result> It is 1776.')).toBe(1);
    const bad = ['', '1776', 'It is 1776', 'It is 1767.', 'It is 1767. It is 1776.', 'It is 1776. It is 1776.'];
    const worse = [
      '37 times 47 is 1776.',
      'It is 01776.',
      'It is a Sunday.',
      '<calc>37*48</calc><result>1776</result>',
    ];
    for (const text of [...bad, ...worse]) expect(claims.goldScore(prompt, text), text).toBe(-1);
  });
});

describe('well-formedness', () => {
  const prompt = 'What is 37 times 48?\n';

  it.each([
    'It is 1.',
    'Let me see. <calc>37*48</calc><result>5</result> 37 times 48 is 7. Thank you for asking.',
    '<date>3 May 2020</date><result>Sunday</result> It is 1776.',
  ])('accepts %j', (answer) => expect(claims.wellFormed(prompt, answer)).toBe(true));

  it.each([
    '',
    'It is 1',
    'It is one.',
    'It is a Sunday.',
    '37 times 49 is 1.',
    'Let me see.',
    'It is 1. It is 1.',
    '<calc>37*48</calc> It is 1.',
    '<calc>37*48</calc><result>1776</calc> It is 1.',
    '<calc>37*48</date><result>1776</result> It is 1.',
    '<calc>37*</calc><result>1776</result> It is 1.',
    '<sum>37*48</sum><result>1776</result> It is 1.',
    '<lookup>price of the moon</lookup><result>1776</result> It is 1.',
    '<calc>37*48</calc><result>1776</result>It is 1.',
  ])('refuses %j', (answer) => expect(claims.wellFormed(prompt, answer)).toBe(false));

  it.each([
    '',
    'What is 37 times 48?',
    'What is 3 minus 5?\n',
    'What is the price of the tower?\n',
    '7+5=\n',
    'Which day is 30 February 2020?\n',
  ])('refuses the prompt %j', (wrong) => {
    expect(claims.wellFormed(wrong, 'It is 1.')).toBe(false);
    expect(claims.goldScore(wrong, 'It is 1.')).toBe(-1);
    expect(() => claims.answer(wrong, randomStream(1, 'x'), {})).toThrow(RangeError);
  });
});

describe('steps', () => {
  it('are sentences and calls with their results, and join to the text again', () => {
    expect(claims.steps('<calc>3*4</calc><result>12</result> It is 12. Thank you for asking.')).toEqual([
      '<calc>3*4</calc><result>12</result>',
      ' It is 12.',
      ' Thank you for asking.',
    ]);
    for (const text of ['', ' ', ...draws.slice(0, 200).map(({ candidate }) => candidate)]) {
      expect(claims.steps(text).join('')).toBe(text);
    }
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

  it('are false as often with a tool as without, by a wrong call or a wrong copy of a right one', () => {
    const isFalse = ({ prompt, candidate }: (typeof draws)[number]) => claims.verify?.(prompt, candidate) === 0;
    const withTool = draws.filter(({ candidate }) => candidate.includes('<'));
    const without = draws.filter(({ candidate }) => !candidate.includes('<'));
    for (const rows of [withTool, without]) {
      expect(Math.abs(mean(rows.map((row) => (isFalse(row) ? 1 : 0))) - 0.5)).toBeLessThan(0.03);
    }
    const copied = withTool.filter(isFalse).filter(({ candidate }) => {
      const result = [...candidate.matchAll(/<result>(.*?)<\/result>/g)].at(-1)?.[1];
      return result === claimed(candidate);
    });
    expect(copied.length / withTool.filter(isFalse).length).toBeGreaterThan(0.4);
    expect(copied.length / withTool.filter(isFalse).length).toBeLessThan(0.6);
  });
});

describe('pairs', () => {
  it('are a true answer and a false one, the true one chosen', () => {
    const stream = randomStream(3, 'claims pairs');
    for (let i = 0; i < 800; i++) {
      const row = claims.pair(stream, {});
      expect([row.score_chosen, row.score_rejected]).toEqual([1, -1]);
    }
  });

  it('are the same for the same seed, to the byte', () => {
    const { train } = generatePairs(claims, { kappa: 1, epsilon: 0.1 }, 1, { train: 200, heldout: 1 });
    // A changed hash means that every link to a claims experiment gives other rows.
    expect(sha256HexOfText(train.map((row) => JSON.stringify(row)).join('\n'))).toBe(
      '969cb9f41c4e5747fb1a97014189990373759a5c17e41f0c7cf329800c499b6a',
    );
  });
});
