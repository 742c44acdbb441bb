import { describe, expect, it } from 'vitest';
import { sha256HexOfText } from '../data/sha256.ts';
import { followed } from '../testing/followed.ts';
import { correlation, mean, quantile, spread } from '../testing/moments.ts';
import { randomStream } from '../train/rng.ts';
import { generatePairs } from './generatePairs.ts';
import { multiIns } from './multiIns.ts';
import { readPrompt } from './multiInsPrompt.ts';
import { allSatisfied, MULTI_INS_LENGTH_WORDS } from './multiInsScore.ts';
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
    const counts = draws.map(({ prompt }) => followed(prompt, 'x').length);
    for (const k of [1, 2, 3, 4, 5]) {
      expect(Math.abs(counts.filter((count) => count === k).length / DRAWS - 0.2), `${k}`).toBeLessThan(0.03);
    }
  });

  it.each([1, 2, 3, 4, 5])('have %i instructions where the knob says so, of different kinds', (k) => {
    for (let i = 0; i < 200; i++) {
      const prompt = multiIns.prompt(random, { instructions: k });
      const kinds = readPrompt(prompt)?.instructions.map(({ kind }) => kind.replace('least', 'most'));
      expect(new Set(kinds).size, prompt).toBe(k);
      expect(followed(prompt, 'x')).toHaveLength(k);
    }
  });

  it.each([-1, 6, 1.5, Number.NaN])('are refused with %d', (instructions) => {
    expect(() => multiIns.prompt(random, { instructions })).toThrow(/instructions must be a whole number/);
  });

  it('can be followed in full: many draws find an answer that does', () => {
    for (const { prompt } of draws.slice(0, 300)) {
      let found = false;
      for (let i = 0; i < 400 && !found; i++) found = allSatisfied(prompt, multiIns.answer(prompt, random, {}));
      expect(found, prompt).toBe(true);
    }
  });

  it('of other worlds, or with more behind, are not read', () => {
    expect(readPrompt('What is at the park? List 3 things.\n')?.instructions).toEqual([{ kind: 'items', count: 3 }]);
    for (const prompt of [
      '7+5=',
      '',
      'What is at the park?\n',
      'What is at the park? List 9 things.\n',
      'What is at the park? List 3 things. Please.\n',
      `What is at the park?${' List 3 things.'.repeat(5000)}\n`,
    ]) {
      expect(readPrompt(prompt)).toBeUndefined();
      expect(() => multiIns.answer(prompt, random, {})).toThrow(RangeError);
      expect(multiIns.verify?.(prompt, 'A tree.')).toBe(0);
      expect(multiIns.wellFormed(prompt, 'A tree.')).toBe(false);
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

describe('satisfaction', () => {
  it('is the share of instructions followed, as read by code written apart', () => {
    for (const { prompt, answer } of draws) {
      const holds = followed(prompt, answer);
      const share = mean(holds.map(Number));
      expect(multiIns.verify?.(prompt, answer), prompt + answer).toBeCloseTo(share, 12);
      expect(allSatisfied(prompt, answer)).toBe(!holds.includes(false));
      expect(multiIns.goldScore(prompt, answer)).toBeCloseTo((share - 0.651) / 0.323, 9);
    }
  });

  it('is about two in three of every kind: there is room above', () => {
    const kinds = new Map<string, boolean[]>();
    for (const { prompt, answer } of draws) {
      const holds = followed(prompt, answer);
      for (const [i, { kind }] of (readPrompt(prompt)?.instructions ?? []).entries()) {
        kinds.set(kind, [...(kinds.get(kind) ?? []), holds[i] as boolean]);
      }
    }
    expect([...kinds.keys()].sort()).toEqual(['avoid', 'case', 'items', 'least', 'mark', 'most', 'word']);
    for (const [kind, holds] of kinds) expect(Math.abs(mean(holds.map(Number)) - 0.65), kind).toBeLessThan(0.04);
  });

  const prompt = 'What is at the park? Use the word dog. At most 9 words. List 2 things. End with "!".\n';
  it.each([
    ['There is a dog and a big tree!', 1],
    ['a dog, a tree!', 1],
    ['there is a dog and a tree.', 0.75],
    ['A small bench.', 0.25],
    ['dog dog dog', 0.5],
    ['Dogs and trees!', 0.75],
    ['', 0],
    [' \n', 0],
  ])('of %j is %d', (answer, share) => {
    expect(multiIns.verify?.(prompt, answer)).toBe(share);
  });
});

describe('well-formedness and gold', () => {
  const prompt = 'What is at the park? Use the word dog. List 3 things.\n';
  const good = 'At the park there is a dog, a big tree and a cat!';
  const best = multiIns.goldScore(prompt, good);

  it('accept lists of the grammar, whatever white space surrounds them', () => {
    for (const answer of [
      good,
      ` ${good}\n`,
      'a dog.',
      'A dog and a new bus!',
      'Here you can see a dog, a cat and a bus.',
    ]) {
      expect(multiIns.wellFormed(prompt, answer), answer).toBe(true);
    }
    expect(best).toBeCloseTo(0.349 / 0.323, 9);
  });

  it.each([
    ['empty', ''],
    ['white space', ' \n\t '],
    ['another place', good.replace('park', 'farm')],
    ['no mark', good.slice(0, -1)],
    ['two marks', `${good}!`],
    ['an unknown thing', good.replace('tree', 'moon')],
    ['a thing twice', good.replace('tree', 'dog')],
    ['an unknown adjective', good.replace('big', 'huge')],
    ['no article', good.replace('a big', 'big')],
    ['capitals in the middle', good.replace('a dog', 'A dog')],
    ['another opening', good.replace('there is', 'there was')],
    ['no "and"', good.replace(' and', ',')],
    ['too many "and"', good.replace(',', ' and')],
    ['a comma before "and"', good.replace(' and', ', and')],
    ['a cut item', 'At the park there is a dog, a big tree and a!'],
    ['seven things', 'a dog, a cat, a bus, a pie, a tree, a wall and a boat.'],
    ['two answers', `${good} ${good}`],
    ['a word list', 'dog, cat, bus!'],
    ['ten kilobytes', 'a dog, '.repeat(1400)],
    ['a lone surrogate', '\u{D83D}'],
  ])('refuse %s, and give it less than any list that follows nothing', (_, answer) => {
    expect(multiIns.wellFormed(prompt, answer)).toBe(false);
    expect(multiIns.goldScore(prompt, answer)).toBeLessThan(multiIns.goldScore(prompt, 'A cat.'));
    expect(allSatisfied(prompt, answer)).toBe(false);
    expect(Number.isFinite(multiIns.goldScore(answer, answer))).toBe(true);
    expect(multiIns.steps(answer).join('')).toBe(answer);
  });
});

describe('pairs', () => {
  it('differ in how much they follow, and are labelled by it', () => {
    const { train, heldout } = generatePairs(multiIns, { epsilon: 0 }, 9, { train: 1500, heldout: 100 });
    for (const { prompt, chosen, rejected } of [...train, ...heldout]) {
      expect(mean(followed(prompt, chosen).map(Number))).not.toBe(mean(followed(prompt, rejected).map(Number)));
    }
    const ahead = train.filter((row) => (row.score_chosen ?? 0) > (row.score_rejected ?? 0)).length / train.length;
    expect(ahead).toBeGreaterThan(0.97);
  });

  it('are the same for the same seed, to the byte', () => {
    const stream = randomStream(1, 'multi_ins pairs');
    const text = Array.from({ length: 200 }, () =>
      JSON.stringify(multiIns.pair(stream, { kappa: 1, epsilon: 0.1 })),
    ).join('\n');
    // A changed hash means that every link to an experiment in this world gives other rows.
    expect(sha256HexOfText(text)).toBe('fac0c0d075c4eac88bddc0c73356a323f76263e054324b08e4e8d0b5366ed54c');
  });
});
