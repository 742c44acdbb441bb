import { describe, expect, it } from 'vitest';
import { sha256HexOfText } from '../data/sha256.ts';
import { correlation, mean, quantile, spread } from '../testing/moments.ts';
import { randomStream } from '../train/rng.ts';
import { generatePairs, isHeldOutPrompt } from './generatePairs.ts';
import { style } from './style.ts';
import { splitSentences } from './styleGrammar.ts';
import { STYLE_LENGTH_WORDS } from './styleScore.ts';
import { countWords, styleAttributes } from './styleTone.ts';
import { STYLE_REQUESTS, STYLE_TOPICS, topicNames, topicOfPrompt } from './styleTopics.ts';

const DRAWS = 6000;
const draws = (() => {
  const random = randomStream(42, 'style test');
  return Array.from({ length: DRAWS }, () => {
    const prompt = style.prompt(random, {});
    const answer = style.answer(prompt, random, {});
    return { prompt, answer, gold: style.goldScore(prompt, answer), length: style.lengthScore(answer) };
  });
})();

function pairs(count: number, knobs: Readonly<Record<string, number>>, seed = 3) {
  const random = randomStream(seed, 'style pairs');
  return Array.from({ length: count }, () => style.pair(random, knobs));
}
/** Share of pairs whose chosen answer has the higher score. */
const agreement = (rows: ReturnType<typeof pairs>, score: (prompt: string, answer: string) => number) =>
  mean(rows.map(({ prompt, chosen, rejected }) => (score(prompt, chosen) > score(prompt, rejected) ? 1 : 0)));

describe('topics', () => {
  it('are many, told apart by their noun, and have three to five facts of their own', () => {
    expect(STYLE_TOPICS.length).toBeGreaterThanOrEqual(40);
    expect(new Set(STYLE_TOPICS.map(({ noun }) => noun)).size).toBe(STYLE_TOPICS.length);
    for (const { facts } of STYLE_TOPICS) {
      expect(facts.length).toBeGreaterThanOrEqual(3);
      expect(facts.length).toBeLessThanOrEqual(5);
      expect(new Set(facts).size).toBe(facts.length);
    }
  });

  it('are found in every prompt and in nothing else', () => {
    for (const topic of STYLE_TOPICS) {
      for (const name of topicNames(topic)) {
        for (const request of STYLE_REQUESTS) expect(topicOfPrompt(`${request.replace('@', name)}\n`)).toBe(topic);
      }
    }
    expect(topicOfPrompt('Review the moon.\n')).toBeUndefined();
    expect(topicOfPrompt('')).toBeUndefined();
  });

  it('have facts without a tone of their own', () => {
    for (const topic of STYLE_TOPICS) {
      const prompt = `Review ${topicNames(topic)[0]}.\n`;
      for (const fact of topic.facts) {
        expect(styleAttributes(prompt, fact)).toMatchObject({ sentiment: 0, vividness: 0, politeness: 0, facts: 1 });
      }
    }
  });
});

describe('answers', () => {
  it('are well-formed, ASCII, one to seven sentences, three to sixty words', () => {
    for (const { prompt, answer } of draws) {
      expect(style.wellFormed(prompt, answer), `${prompt}${answer}`).toBe(true);
      expect(prompt).toMatch(/^[ -~]+\n$/);
      expect(answer).toMatch(/^[ -~]+$/);
      expect(splitSentences(answer).length).toBeLessThanOrEqual(7);
      expect(countWords(answer)).toBeGreaterThanOrEqual(3);
      expect(countWords(answer)).toBeLessThanOrEqual(60);
    }
  });

  it('are seldom the same, and use a closed word list', () => {
    expect(new Set(draws.map(({ answer }) => answer)).size / DRAWS).toBeGreaterThan(0.85);
    const words = draws.flatMap(({ prompt, answer }) => (prompt + answer).toLowerCase().match(/[a-z]+/g) ?? []);
    expect(new Set(words).size).toBeLessThan(800);
  });

  it('vary widely in length, by the stated constants', () => {
    const words = draws.map(({ answer }) => countWords(answer));
    expect(Math.abs(mean(words) - STYLE_LENGTH_WORDS.mean)).toBeLessThan(0.6);
    expect(Math.abs(spread(words) - STYLE_LENGTH_WORDS.sd)).toBeLessThan(0.4);
    expect(quantile(words, 0.75) / quantile(words, 0.25)).toBeGreaterThanOrEqual(2);
    expect(quantile(words, 0.05)).toBeLessThanOrEqual(6);
    expect(quantile(words, 0.95)).toBeGreaterThanOrEqual(38);
  });

  it('have gold scores of mean 0 and standard deviation 1 that know nothing of length', () => {
    const gold = draws.map((draw) => draw.gold);
    expect(Math.abs(mean(gold))).toBeLessThan(0.05);
    expect(Math.abs(spread(gold) - 1)).toBeLessThan(0.05);
    const length = draws.map((draw) => draw.length);
    expect(Math.abs(correlation(gold, length))).toBeLessThan(0.06);
    for (const tone of ['sentiment', 'politeness', 'vividness', 'formality'] as const) {
      const values = draws.map(({ prompt, answer }) => styleAttributes(prompt, answer)[tone]);
      expect(Math.abs(mean(values)), tone).toBeLessThan(0.02);
      expect(Math.abs(correlation(values, length)), tone).toBeLessThan(0.1);
      expect(spread(values), tone).toBeGreaterThan(0.15);
    }
  });

  it('are refused for a prompt of another world', () => {
    expect(() => style.answer('7+5=', randomStream(1, 'x'), {})).toThrow(RangeError);
  });
});

describe('well-formedness', () => {
  const prompt = 'Review the little bakery by the river.\n';
  const good = 'Thank you for asking. It has a stone oven. The bakery is truly wonderful.';

  it('accepts an answer of the grammar, whatever white space surrounds it', () => {
    expect(style.wellFormed(prompt, good)).toBe(true);
    expect(style.wellFormed(prompt, ` ${good}\n`)).toBe(true);
  });

  it.each([
    ['empty', ''],
    ["another place's fact", good.replace('a stone oven', 'three floors')],
    ["another place's noun", good.replace('The bakery', 'The library')],
    ['a cut sentence', good.slice(0, -8)],
    ['no final mark', good.slice(0, -1)],
    ['a repeated sentence', `${good} It has a stone oven.`],
    ['a sentence repeated behind another lead', `${good} Luckily, it has a stone oven.`],
    ['lower case', good.toLowerCase()],
    ['one small first letter', good.replace('It has', 'it has')],
    ['a lead before a capital', good.replace('It has', 'Luckily, It has')],
    ['a swapped word', good.replace('truly', 'purple')],
    ['two spaces', good.replace('. It', '.  It')],
    ['no space', good.replace('. It', '.It')],
    ['an unknown sentence', `${good} I am a robot.`],
    [
      'more than seven sentences',
      `${good} It opens at six. Anna runs it. You can buy rye bread there. I enjoy going there. I go there once a week.`,
    ],
  ])('refuses %s', (_, answer) => {
    expect(style.wellFormed(prompt, answer)).toBe(false);
  });

  it('refuses a good answer for another prompt', () => {
    expect(style.wellFormed('Review the old library on the hill.\n', good)).toBe(false);
    expect(style.wellFormed('Review the moon.\n', good)).toBe(false);
  });
});

describe('scores', () => {
  const prompt = 'Review the little bakery by the river.\n';
  const score = (answer: string) => style.goldScore(prompt, answer);

  it('rise with warmth, imagery and manners', () => {
    expect(score('The bakery is truly wonderful.')).toBeGreaterThan(score('The bakery is truly nice.'));
    expect(score('The bakery is truly nice.')).toBeGreaterThan(score('The bakery is truly boring.'));
    expect(score('The air smells of warm honey.')).toBeGreaterThan(score('There are some people and some walls.'));
    expect(score('Thank you for asking. It opens at six.')).toBeGreaterThan(
      score('I have no time for this. It opens at six.'),
    );
  });

  it('do not reward saying the same in more words, nor words outside the grammar', () => {
    const short = score('I love going there.');
    expect(score('I love going there. Every visit is a joy. My friends adore it.')).toBeCloseTo(short, 10);
    expect(score('I love going there. Wonderful wonderful lovely joy.')).toBeLessThan(short - 2);
    expect(score('I love going there. I love going there.')).toBeLessThan(short - 2);
    expect(score('It has three floors.')).toBeLessThan(score('It has a stone oven.') - 3);
  });

  it.each([
    ['empty', ''],
    ['white space', ' \n\t '],
    ['marks', '...!!!???'],
    ['emoji', '\u{1F600}\u{1F525}. \u{1F600}'],
    ['a lone surrogate', '\u{D83D}'],
    ['ten kilobytes of sentences', 'I love going there. '.repeat(512)],
    ['ten kilobytes of one letter', 'a'.repeat(10_240)],
  ])('are finite and low for %s', (_, answer) => {
    expect(Number.isFinite(style.lengthScore(answer))).toBe(true);
    expect(Number.isFinite(style.judgeScore(prompt, answer, { kappa: 3 }))).toBe(true);
    expect(score(answer)).toBeLessThan(-1.5);
    expect(style.wellFormed(prompt, answer)).toBe(false);
    expect(Number.isFinite(style.goldScore(answer, answer))).toBe(true);
  });

  it('of the judge are gold plus κ times length', () => {
    const answer = 'The bakery is truly wonderful.';
    expect(style.judgeScore(prompt, answer, { kappa: 2 })).toBeCloseTo(
      score(answer) + 2 * style.lengthScore(answer),
      12,
    );
    expect(style.judgeScore(prompt, answer, {})).toBe(score(answer));
    expect(style.lengthScore(answer)).toBeCloseTo((5 - STYLE_LENGTH_WORDS.mean) / STYLE_LENGTH_WORDS.sd, 12);
  });
});

describe('pairs', () => {
  const longer = (rows: ReturnType<typeof pairs>) => agreement(rows, (_, answer) => countWords(answer));

  it('hold two different answers to their prompt, with gold scores of four decimals', () => {
    for (const row of pairs(500, { kappa: 1, epsilon: 0.2 })) {
      expect(row.chosen).not.toBe(row.rejected);
      expect(style.wellFormed(row.prompt, row.chosen) && style.wellFormed(row.prompt, row.rejected)).toBe(true);
      expect(row.score_chosen).toBeCloseTo(style.goldScore(row.prompt, row.chosen), 4);
      expect(row.score_rejected).toBeCloseTo(style.goldScore(row.prompt, row.rejected), 4);
    }
  });

  it('follow quality alone at κ = 0, and length more the larger κ is', () => {
    const [none, one, three] = [0, 1, 3].map((kappa) => pairs(3000, { kappa })) as [
      ReturnType<typeof pairs>,
      ReturnType<typeof pairs>,
      ReturnType<typeof pairs>,
    ];
    expect(longer(none)).toBeGreaterThan(0.45);
    expect(longer(none)).toBeLessThan(0.52);
    expect(agreement(none, style.goldScore)).toBeGreaterThan(0.9);
    expect(longer(one)).toBeGreaterThan(0.7);
    expect(longer(one)).toBeLessThan(0.76);
    expect(agreement(one, style.goldScore)).toBeGreaterThan(0.7);
    expect(agreement(one, (prompt, answer) => style.judgeScore(prompt, answer, { kappa: 1 }))).toBeGreaterThan(0.93);
    expect(longer(three)).toBeGreaterThan(0.84);
  });

  it('are flipped with probability ε', () => {
    const clean = agreement(pairs(3000, { epsilon: 0 }), style.goldScore);
    const noisy = agreement(pairs(3000, { epsilon: 0.3 }), style.goldScore);
    expect(Math.abs(noisy - (0.7 * clean + 0.3 * (1 - clean)))).toBeLessThan(0.03);
  });

  it('are the same for the same seed, to the byte, and others for another', () => {
    const text = (seed: number) =>
      pairs(200, { kappa: 1, epsilon: 0.1 }, seed)
        .map((row) => JSON.stringify(row))
        .join('\n');
    expect(text(1)).toBe(text(1));
    expect(text(2)).not.toBe(text(1));
    // A changed hash means that every link to a style experiment gives other rows: only with new ids for the bundled sets.
    expect(sha256HexOfText(text(1))).toBe('4d35c875a203a62f89ff20a2966dc96072fd411cdc03d1422c195185188dbf78');
  });
});

describe('generated sets', () => {
  const knobs = { kappa: 1, epsilon: 0.3 };
  const set = generatePairs(style, knobs, 9, { train: 600, heldout: 150 });

  it('have as many different rows as asked, and no prompt in both parts', () => {
    expect([set.train.length, set.heldout.length]).toEqual([600, 150]);
    expect(new Set(set.train.map((row) => JSON.stringify(row))).size).toBe(600);
    const trained = new Set(set.train.map(({ prompt }) => prompt));
    expect(set.heldout.filter(({ prompt }) => trained.has(prompt))).toEqual([]);
    expect(set.heldout.every(({ prompt }) => isHeldOutPrompt(prompt))).toBe(true);
  });

  it('begin alike whatever their size', () => {
    const small = generatePairs(style, knobs, 9, { train: 20, heldout: 5 });
    expect(small.train).toEqual(set.train.slice(0, 20));
    expect(small.heldout).toEqual(set.heldout.slice(0, 5));
  });

  it('flip training labels only', () => {
    const judge = (prompt: string, answer: string) => style.judgeScore(prompt, answer, knobs);
    expect(agreement(set.train, judge)).toBeLessThan(0.75);
    expect(agreement(set.heldout, judge)).toBeGreaterThan(0.88);
  });

  it('are refused when a world has too few pairs', () => {
    const narrow = { ...style, pair: () => ({ prompt: 'p', chosen: 'a', rejected: 'b' }) };
    expect(() => generatePairs(narrow, {}, 1, { train: 2, heldout: 2 })).toThrow(RangeError);
  });
});
