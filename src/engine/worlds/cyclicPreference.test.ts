import { describe, expect, it } from 'vitest';
import { sha256HexOfText } from '../data/sha256.ts';
import { mean } from '../testing/moments.ts';
import { randomStream } from '../train/rng.ts';
import { cyclic } from './cyclic.ts';
import { exploitability, styleShares, styleWinMatrix } from './cyclicExploitability.ts';
import { styleOf } from './cyclicGrammar.ts';
import { generatePairs } from './generatePairs.ts';

const PROMPT = 'How is the old park by the lake today?\n';
/** One answer in each style, in the order of the circle, all of quality 0. */
const PLAIN = ['Dear friend,', 'Big news:', 'O rain,', 'Hey you,', 'In short,'].map(
  (opening, i) => `${opening} the park is ordinary${i === 2 || i === 3 ? '!' : '.'}`,
);
const [LETTER, NEWS, POEM, CHAT, FORMAL] = PLAIN as [string, string, string, string, string];
const probability = (first: string, second: string, knobs: Readonly<Record<string, number>>) =>
  cyclic.winProbability(PROMPT, first, second, knobs);
/** σ(3) and σ(1), by hand. */
const [WIN, SMALL_WIN] = [0.9525741268224334, 0.7310585786300049];

describe('the style of a text', () => {
  it('is that in which most of its sentences open', () => {
    expect(PLAIN.map(styleOf)).toEqual(['letter', 'news', 'poem', 'chat', 'formal']);
    expect(styleOf(`${LETTER} With love, it is. More news: no.`)).toBe('letter');
    expect(styleOf('  Hey you, what? ')).toBe('chat');
  });

  it.each([
    ['empty', ''],
    ['none', 'The park is ordinary.'],
    ['two as often', `${LETTER} ${NEWS}`],
    ['most sentences in none', `${LETTER} It is. It was.`],
    ['an opening in the middle', 'So, dear friend, it is.'],
    ['a lone surrogate', '\u{D83D}'],
    ['an opening alone', 'Dear friend,'],
  ])('is null: %s', (_, text) => {
    expect(styleOf(text)).toBeNull();
  });
});

describe('preferences', () => {
  it('run in a circle of three, by c alone', () => {
    const knobs = { styles: 3, qualityWeight: 0, cycleWeight: 3 };
    for (const [better, worse] of [
      [LETTER, NEWS],
      [NEWS, POEM],
      [POEM, LETTER],
    ] as const) {
      expect(probability(better, worse, knobs)).toBeCloseTo(WIN, 12);
      expect(probability(worse, better, knobs)).toBeCloseTo(1 - WIN, 12);
    }
    expect(probability(LETTER, `${LETTER} With love, it opens at nine.`, knobs)).toBe(0.5);
  });

  it('hold an answer in no style that is in play below all that are', () => {
    const knobs = { styles: 3, qualityWeight: 0, cycleWeight: 1 };
    for (const outside of [CHAT, FORMAL, 'The park is lovely.', '']) {
      for (const inside of [LETTER, NEWS, POEM]) {
        expect(probability(inside, outside, knobs)).toBeCloseTo(SMALL_WIN, 12);
        expect(probability(outside, inside, knobs)).toBeCloseTo(1 - SMALL_WIN, 12);
      }
      expect(probability(outside, FORMAL, knobs)).toBe(0.5);
    }
  });

  it('add quality in standard deviations, and length where the labels like it', () => {
    const lovely = 'Big news: the park is lovely.';
    const at = (knobs: Readonly<Record<string, number>>) => {
      const p = probability(lovely, NEWS, knobs);
      return Math.log(p / (1 - p));
    };
    expect(at({ qualityWeight: 2, cycleWeight: 7 })).toBeCloseTo(2 / 0.612, 9);
    expect(at({})).toBeCloseTo(1 / 0.612, 9);
    const longer = 'Big news: the park is very ordinary.';
    const p = probability(longer, NEWS, { kappa: 1, sharpness: 5 });
    expect(Math.log(p / (1 - p))).toBeCloseTo(5 / 2.98, 9);
  });

  it('are as the page about the world works them out', () => {
    const [letter, poem] = [
      'Dear friend, the farm is very lovely.',
      'O rain, the farm looks cold! O see, a bus stops near it!',
    ];
    const prompt = 'What is new at the old farm on the hill?\n';
    expect(cyclic.goldScore(prompt, letter)).toBeCloseTo(1.63, 2);
    expect(cyclic.goldScore(prompt, poem)).toBeCloseTo(-0.51, 2);
    expect(cyclic.winProbability(prompt, letter, poem, { styles: 3 })).toBeCloseTo(0.3, 2);
    expect(cyclic.winProbability(prompt, letter, poem, {})).toBeCloseTo(0.99, 2);
  });

  it.each([3, 4, 5])('of %i styles leave none the best: each wins as often as it loses', (styles) => {
    const wins = styleWinMatrix({ styles, cycleWeight: 3 });
    expect(wins.map((row) => row.length)).toEqual(Array.from({ length: styles }, () => styles));
    for (const [i, row] of wins.entries()) {
      expect(mean(row)).toBeCloseTo(0.5, 12);
      expect(row[(i + 1) % styles]).toBeCloseTo(WIN, 12);
      for (const [j, p] of row.entries()) {
        expect(p + (wins[j]?.[i] ?? Number.NaN)).toBeCloseTo(1, 12);
        expect(p).toBeCloseTo(probability(PLAIN[i] ?? '', PLAIN[j] ?? '', { styles, cycleWeight: 3 }), 12);
      }
    }
    // Of four, those that stand opposite are equals.
    if (styles === 4) expect([wins[0]?.[2], wins[1]?.[3]]).toEqual([0.5, 0.5]);
    if (styles === 5) expect(wins[0]?.map((p) => Math.round(p))).toEqual([1, 1, 1, 0, 0]);
  });

  it.each([2, 6, 3.5, Number.NaN])('refuse %d styles', (styles) => {
    expect(() => styleWinMatrix({ styles })).toThrow(/styles must be a whole number from 3 to 5/);
    expect(() => generatePairs(cyclic, { styles }, 1, { train: 1, heldout: 0 })).toThrow(RangeError);
  });
});

describe('exploitability', () => {
  const knobs = { styles: 3, cycleWeight: 3 };

  it('counts the styles of answers', () => {
    expect(styleShares([LETTER, LETTER, POEM, CHAT], knobs)).toEqual({ styles: [0.5, 0, 0.25], none: 0.25 });
    expect(() => styleShares([], knobs)).toThrow(RangeError);
  });

  it('is 0 for the even mix, and what the best style wins against any other', () => {
    for (const styles of [3, 4, 5]) {
      const even = { styles: Array.from({ length: styles }, () => 1 / styles), none: 0 };
      expect(exploitability(even, { styles, cycleWeight: 3 }).value).toBeCloseTo(0, 12);
    }
    expect(exploitability({ styles: [1, 0, 0], none: 0 }, knobs)).toEqual({
      best: 'poem',
      value: expect.closeTo(2 * WIN - 1, 12),
    });
    // Against half letters, a quarter each of news and poems, poems win 0.5 · 0.95257 + 0.25 · 0.04743 + 0.25 · 0.5 = 0.61314.
    expect(exploitability({ styles: [0.5, 0.25, 0.25], none: 0 }, knobs)).toEqual({
      best: 'poem',
      value: expect.closeTo(0.226287, 6),
    });
    expect(exploitability({ styles: [0, 0, 0], none: 1 }, knobs).value).toBeCloseTo(2 * WIN - 1, 12);
    expect(exploitability({ styles: [1, 0, 0], none: 0 }, { styles: 3, cycleWeight: 0 }).value).toBe(0);
  });

  it('of supervised answers is that of their uneven styles: formal ones meet 0.58 that they beat and 0.30 that they lose to', () => {
    const random = randomStream(8, 'exploitability test');
    const answers = Array.from({ length: 8000 }, () => cyclic.answer(PROMPT, random, {}));
    const { best, value } = exploitability(styleShares(answers, {}), {});
    expect(best).toBe('formal');
    expect(Math.abs(value - 0.28 * (2 * WIN - 1))).toBeLessThan(0.024);
  });
});

describe('pairs', () => {
  const rows = (knobs: Readonly<Record<string, number>>) =>
    generatePairs(cyclic, knobs, 4, { train: 2000, heldout: 0 }).train;

  it('are of two styles in play, none of which is chosen more often than another', () => {
    for (const styles of [3, 5]) {
      const pairs = rows({ styles, qualityWeight: 0, cycleWeight: 5 });
      const chosen = pairs.map((row) => PLAIN.map(styleOf).indexOf(styleOf(row.chosen)));
      const rejected = pairs.map((row) => PLAIN.map(styleOf).indexOf(styleOf(row.rejected)));
      expect(Math.max(...chosen, ...rejected)).toBe(styles - 1);
      const behind = chosen.map((at, i) => ((rejected[i] ?? 0) - at + styles) % styles);
      expect(Math.min(...behind)).toBe(1);
      // σ(5) of the labels follow the circle: a model that knows it is right in 99 of 100, any score in half.
      const onCircle = behind.filter((by) => by <= (styles - 1) / 2).length / pairs.length;
      expect(Math.abs(onCircle - 0.9933)).toBeLessThan(0.008);
      for (let style = 0; style < styles; style++) {
        const share = chosen.filter((at) => at === style).length / pairs.length;
        expect(Math.abs(share - 1 / styles), `${style}`).toBeLessThan(0.035);
      }
    }
  });

  it('follow quality where styles do not count', () => {
    const pairs = rows({ qualityWeight: 5, cycleWeight: 0 });
    const ahead = pairs.filter((row) => (row.score_chosen ?? 0) > (row.score_rejected ?? 0)).length / pairs.length;
    expect(ahead).toBeGreaterThan(0.88);
  });

  it('are the same for the same seed, to the byte', () => {
    const random = randomStream(1, 'cyclic pairs');
    const text = Array.from({ length: 200 }, () =>
      JSON.stringify(cyclic.pair(random, { kappa: 1, epsilon: 0.1 })),
    ).join('\n');
    // A changed hash means that every link to an experiment in this world gives other rows.
    expect(sha256HexOfText(text)).toBe('d7bcdebe2ee592474c96b01c290d8322afef5f9f527d7c5ac27fa809201dd9bd');
  });
});
