import { describe, expect, it } from 'vitest';
import { correlation, mean, quantile, spread } from '../testing/moments.ts';
import { randomStream } from '../train/rng.ts';
import { cyclic } from './cyclic.ts';
import { CYCLIC_STYLES, styleOf } from './cyclicGrammar.ts';
import { CYCLIC_LENGTH_WORDS, readCyclic } from './cyclicScore.ts';
import { countWords } from './styleTone.ts';

const DRAWS = 6000;
const draw = (kind: 'answer' | 'candidate') => {
  const random = randomStream(42, `cyclic test ${kind}`);
  return Array.from({ length: DRAWS }, () => {
    const prompt = cyclic.prompt(random, {});
    const answer = cyclic[kind](prompt, random, {});
    return { prompt, answer, gold: cyclic.goldScore(prompt, answer), words: countWords(answer) };
  });
};
const answers = draw('answer');
const candidates = draw('candidate');
const share = (rows: typeof answers, style: string) =>
  rows.filter(({ answer }) => styleOf(answer) === style).length / rows.length;

describe('prompts', () => {
  it('are thousands, and name no style', () => {
    const prompts = new Set(answers.map(({ prompt }) => prompt));
    expect(prompts.size).toBeGreaterThan(3000);
    for (const prompt of prompts) {
      expect(prompt).toMatch(/^[ -~]+\n$/);
      expect(CYCLIC_STYLES.filter((style) => prompt.includes(style))).toEqual([]);
    }
  });
});

describe('answers', () => {
  it('are well-formed, ASCII, five to fifteen words, each in a style', () => {
    for (const { prompt, answer, words } of [...answers, ...candidates]) {
      expect(cyclic.wellFormed(prompt, answer), `${prompt}${answer}`).toBe(true);
      expect(answer).toMatch(/^[!-~][ -~]+$/);
      expect(words).toBeGreaterThanOrEqual(5);
      expect(words).toBeLessThanOrEqual(15);
      expect(styleOf(answer)).not.toBeNull();
    }
  });

  it('are unevenly of all styles where a model learns from them, and evenly in pairs', () => {
    const weights = { letter: 0.34, news: 0.24, poem: 0.18, chat: 0.12, formal: 0.12 };
    for (const style of CYCLIC_STYLES) {
      expect(Math.abs(share(answers, style) - weights[style]), style).toBeLessThan(0.02);
      expect(Math.abs(share(candidates, style) - 0.2), style).toBeLessThan(0.02);
    }
  });

  it.each(['answer', 'candidate'] as const)('have the stated scores, unrelated to length and style: %s', (kind) => {
    const rows = kind === 'answer' ? answers : candidates;
    const [gold, words] = [rows.map((row) => row.gold), rows.map((row) => row.words)];
    expect(Math.abs(mean(gold))).toBeLessThan(0.05);
    expect(Math.abs(spread(gold) - 1)).toBeLessThan(0.03);
    expect(Math.abs(correlation(gold, words))).toBeLessThan(0.05);
    expect(Math.abs(mean(words) - CYCLIC_LENGTH_WORDS.mean)).toBeLessThan(0.15);
    expect(Math.abs(spread(words) - CYCLIC_LENGTH_WORDS.sd)).toBeLessThan(0.08);
    expect(quantile(words, 0.9) / quantile(words, 0.1)).toBeGreaterThanOrEqual(1.8);
    for (const style of CYCLIC_STYLES) {
      const of = rows.filter(({ answer }) => styleOf(answer) === style);
      expect(Math.abs(mean(of.map((row) => row.gold))), style).toBeLessThan(0.13);
      expect(Math.abs(mean(of.map((row) => row.words)) - CYCLIC_LENGTH_WORDS.mean), style).toBeLessThan(0.4);
    }
  });

  it('use a closed word list', () => {
    const words = candidates.flatMap(({ prompt, answer }) => (prompt + answer).toLowerCase().match(/[a-z]+/g) ?? []);
    expect(new Set(words).size).toBeLessThan(200);
  });

  it('are refused for a prompt of another world', () => {
    expect(() => cyclic.answer('7+5=', randomStream(1, 'x'), {})).toThrow(RangeError);
  });
});

describe('an answer as read', () => {
  const prompt = 'How is the old park by the lake today?\n';
  const good = 'Dear friend, the park is very lovely. With love, everyone will help you.';

  it('has a grade for its praise and its detail', () => {
    expect(readCyclic(prompt, good)).toMatchObject({ praise: 1, detail: 1, quality: 1, broken: 0 });
    expect(readCyclic(prompt, 'O rain, the park by the lake feels sad!')).toMatchObject({
      praise: -0.7,
      detail: 0,
      quality: -0.7,
      broken: 0,
    });
  });

  it.each([
    ['empty', ''],
    ['white space', ' \n\t '],
    ['another place', good.replace('park', 'farm')],
    ['another spot', good.replace('park', 'park on the hill')],
    ['a cut sentence', good.slice(0, -8)],
    ['no final mark', good.slice(0, -1)],
    ['the mark of another style', good.replace('lovely.', 'lovely!')],
    ['lower case', good.toLowerCase()],
    ['two styles', good.replace('With love,', 'More news:')],
    ['the second sentence first', 'With love, everyone will help you.'],
    ['praise twice', 'Dear friend, the park is lovely. Dear teacher, the park is charming.'],
    ['a third sentence', `${good} My dear, it opens at nine.`],
    ['a swapped word', good.replace('very', 'so')],
    ['a word more', good.replace('lovely', 'lovely lovely')],
    ['no place', good.replace('the park ', '')],
  ])('is broken: %s', (_, answer) => {
    expect(cyclic.wellFormed(prompt, answer)).toBe(false);
    expect(cyclic.goldScore(prompt, answer)).toBeLessThan(cyclic.goldScore(prompt, good) - 1.8);
  });

  it('has no better score for more words', () => {
    const score = (answer: string) => cyclic.goldScore(prompt, answer);
    expect(score(good)).toBe(score('Dear friend, the park is lovely.'));
    expect(score(`${good} ${good}`)).toBeLessThan(score(good) - 2);
    expect(score('lovely '.repeat(2000))).toBeLessThan(-3);
    expect(score('\u{D83D}')).toBeLessThan(-3);
    expect(Number.isFinite(cyclic.goldScore(good, good))).toBe(true);
  });
});
