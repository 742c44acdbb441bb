import { describe, expect, it } from 'vitest';
import { sha256HexOfText } from '../data/sha256.ts';
import { correlation, mean, quantile, spread } from '../testing/moments.ts';
import { randomStream } from '../train/rng.ts';
import { arith } from './arith.ts';
import { ARITH_LENGTH } from './arithScore.ts';
import { generatePairs } from './generatePairs.ts';
import { symbolCount } from './symbolCount.ts';

const DRAWS = 6000;
const random = randomStream(42, 'arith test');
const draws = Array.from({ length: DRAWS }, () => {
  const prompt = arith.prompt(random, {});
  const answer = arith.answer(prompt, random, {});
  const candidate = arith.candidate(prompt, random, {});
  return { prompt, answer, candidate };
});

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

describe('knobs', () => {
  const drawn = (knobs: Record<string, number>, count = 600) => {
    const stream = randomStream(7, 'arith knobs');
    return Array.from({ length: count }, () => {
      const prompt = arith.prompt(stream, knobs);
      return { prompt, answer: arith.answer(prompt, stream, knobs) };
    });
  };

  it('set the size of prompts', () => {
    for (const { prompt } of drawn({ digits: 1, depth: 1 })) expect(prompt).toMatch(/^\d[+*-]\d=\n$/);
    const large = drawn({ digits: 3, depth: 4 });
    expect(large.some(({ prompt }) => /\d{3}/.test(prompt))).toBe(true);
    expect(large.some(({ prompt }) => prompt.match(/[+*-]/g)?.length === 4)).toBe(true);
    for (const { prompt, answer } of large) expect(arith.wellFormed(prompt, answer)).toBe(true);
  });

  it('set the shares of padded, symbolic and direct traces', () => {
    const isPadded = ({ answer }: { answer: string }) => (/have|check|again|so/.test(answer) ? 1 : 0);
    expect(mean(drawn({ padding: 0 }).map(isPadded))).toBe(0);
    expect(mean(drawn({ padding: 1, direct: 0 }).map(isPadded))).toBe(1);
    const symbolic = drawn({ dialect: 1, direct: 0 });
    for (const { answer } of symbolic) expect(answer).toMatch(/^(\d+[+*-]\d+=\d+;)+#\d+$/);
    const words = drawn({ direct: 0, padding: 0 });
    const lengths = [symbolic, words].map((rows) => mean(rows.map(({ answer }) => symbolCount(answer))));
    expect((lengths[0] as number) / (lengths[1] as number)).toBeLessThan(0.95);
    for (const { answer } of drawn({ direct: 1 })) expect(answer).toMatch(/^#\d+$/);
    const half = mean(drawn({ dialect: 0.5, direct: 0 }, 2000).map(({ answer }) => (answer.includes('=') ? 1 : 0)));
    expect(Math.abs(half - 0.5)).toBeLessThan(0.05);
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

describe('well-formedness', () => {
  const prompt = '7+5*3=\n';

  it.each([
    ['words', 'first 5*3 is 15; then 7+15 is 22; #22'],
    ['symbols', '5*3=15;7+15=22;#22'],
    ['the number alone', '#22'],
    ['padding', 'we have 7 and 5 and 3; first 5*3 is 15; check 3*5 is 15; then 7+15 is 22; so it is 22; #22'],
    ['false working', 'first 5*3 is 16; then 7+16 is 23; #23'],
  ])('accepts %s', (_, answer) => {
    expect(arith.wellFormed(prompt, answer)).toBe(true);
    expect(arith.wellFormed(prompt, `${answer}\n`)).toBe(true);
  });

  it.each([
    ['nothing', ''],
    ['no number', 'first 5*3 is 15; then 7+15 is 22;'],
    ['a cut number', 'first 5*3 is 15; #'],
    ['a step behind the number', '#22; so it is 22;'],
    ['two numbers', '#22 #22'],
    ['a step without an end', 'first 5*3 is 15 then 7+15 is 22; #22'],
    ['mixed dialects', '5*3=15; then 7+15 is 22; #22'],
    ['no space', 'first 5*3 is 15;then 7+15 is 22; #22'],
    ['two spaces', 'first 5*3 is 15;  then 7+15 is 22; #22'],
    ['an unknown word', 'maybe 5*3 is 15; #22'],
    ['steps without end', `${'check 5*3 is 15; '.repeat(30)}#22`],
  ])('refuses %s', (_, answer) => expect(arith.wellFormed(prompt, answer)).toBe(false));

  it.each(['', '7+5*3', '7+5*3=', '07+5=\n', '7+=\n', '7/5=\n', 'Review the bakery.\n'])(
    'refuses the prompt %j',
    (wrong) => {
      expect(arith.wellFormed(wrong, '#22')).toBe(false);
      expect(arith.verify?.(wrong, '#22')).toBe(0);
      expect(() => arith.answer(wrong, randomStream(1, 'x'), {})).toThrow(RangeError);
      expect(() => arith.candidate(wrong, randomStream(1, 'x'), {})).toThrow(RangeError);
    },
  );
});

describe('gold score', () => {
  const prompt = '7+5*3=\n';

  it.each(['#22', '5*3=15;7+15=22;#22', 'so it is 9; #22', 'first 5*3 is 15; #22\n', '%%% #22'])(
    'is +1 for the right number, whatever stands before it: %j',
    (answer) => expect(arith.goldScore(prompt, answer)).toBe(1),
  );

  it.each([
    '',
    '22',
    '#',
    '#36',
    '#2',
    '#222',
    '#022',
    '#22 #22',
    '#36 #22',
    '#22.',
    '#22;',
    '# 22',
    '#22 or 36',
    '#-22',
    '#22#',
  ])('is -1 for anything else: %j', (answer) => expect(arith.goldScore(prompt, answer)).toBe(-1));

  it('is not moved by padding or repetition', () => {
    for (const { prompt, candidate } of draws.slice(0, 500)) {
      const score = arith.goldScore(prompt, candidate);
      expect(arith.goldScore(prompt, `we have 1 and 2; ${candidate}`)).toBe(score);
      expect(arith.goldScore(prompt, `${candidate.replace(/#.*/, '')}${candidate}`)).toBe(score);
    }
  });
});

describe('steps', () => {
  it('end at each ; and join to the text again', () => {
    expect(arith.steps('first 5*3 is 15; then 7+15 is 22; #22')).toEqual([
      'first 5*3 is 15;',
      ' then 7+15 is 22;',
      ' #22',
    ]);
    expect(arith.steps('5*3=15;7+15=22;#22')).toEqual(['5*3=15;', '7+15=22;', '#22']);
    for (const text of ['', ';', ';;', 'a;\nb', ...draws.slice(0, 200).map(({ candidate }) => candidate)]) {
      expect(arith.steps(text).join('')).toBe(text);
    }
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

  it('are wrong as often with padding as without, in a step or in the last number alone', () => {
    const wrong = draws.filter(({ prompt, candidate }) => !candidate.endsWith(`#${asked(prompt)}`));
    const shareWrong = (test: (text: string) => boolean) => {
      const rows = draws.filter(({ candidate }) => test(candidate));
      expect(rows.length).toBeGreaterThan(400);
      return rows.filter((row) => wrong.includes(row)).length / rows.length;
    };
    const isPadded = (text: string) => /have|check|again|so/.test(text);
    expect(Math.abs(shareWrong(isPadded) - 0.5)).toBeLessThan(0.03);
    expect(Math.abs(shareWrong((text) => !isPadded(text) && text.includes(';')) - 0.5)).toBeLessThan(0.04);
    expect(Math.abs(shareWrong((text) => !text.includes(';')) - 0.5)).toBeLessThan(0.08);
    const worked = wrong.filter(({ candidate }) => candidate.includes(';'));
    const falseSteps = worked.map(({ candidate }) =>
      [...candidate.matchAll(/(?:first|then) (\d+[*+-]\d+) is (\d+)/g)].filter(
        ([, left, value]) => evaluated(left ?? '') !== Number(value),
      ),
    );
    const inStep = falseSteps.filter((steps) => steps.length === 1);
    const atEnd = falseSteps.filter((steps) => steps.length === 0);
    expect(inStep.length + atEnd.length).toBe(worked.length);
    expect(atEnd.length / worked.length).toBeGreaterThan(0.2);
    expect(inStep.filter(([step]) => step?.[1]?.includes('*')).length).toBeGreaterThan(300);
    expect(inStep.filter(([step]) => step?.[1]?.includes('+')).length).toBeGreaterThan(300);
  });
});

describe('pairs', () => {
  const pairs = (knobs: Record<string, number>, count = 1500) => {
    const stream = randomStream(3, 'arith pairs');
    return Array.from({ length: count }, () => arith.pair(stream, knobs));
  };
  const rightChosen = (rows: ReturnType<typeof pairs>) =>
    mean(rows.map(({ prompt, chosen }) => (chosen.endsWith(`#${asked(prompt)}`) ? 1 : 0)));

  it('are a right answer and a wrong one, the right one chosen, and unrelated to length', () => {
    const rows = pairs({});
    for (const row of rows) expect([row.score_chosen, row.score_rejected].sort()).toEqual([-1, 1]);
    expect(rightChosen(rows)).toBeGreaterThan(0.999);
    const longer = rows.map(({ chosen, rejected }) => Math.sign(symbolCount(chosen) - symbolCount(rejected)));
    expect(Math.abs(mean(longer))).toBeLessThan(0.07);
  });

  it('are flipped with probability ε, and longer where labels like length', () => {
    expect(Math.abs(rightChosen(pairs({ epsilon: 0.3 })) - 0.7)).toBeLessThan(0.04);
    expect(rightChosen(pairs({ kappa: 3 }))).toBeLessThan(0.85);
  });

  it('are the same for the same seed, to the byte', () => {
    const { train } = generatePairs(arith, { kappa: 1, epsilon: 0.1 }, 1, { train: 200, heldout: 1 });
    // A changed hash means that every link to an arith experiment gives other rows.
    expect(sha256HexOfText(train.map((row) => JSON.stringify(row)).join('\n'))).toBe(
      'dd38a553c36f6643b13525a6ffa423b6f6adbbd3d34d29f5adf3e9831cd40e07',
    );
  });
});
