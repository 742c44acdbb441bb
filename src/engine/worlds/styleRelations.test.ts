import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createTokenizer } from '../model/tokenizer.ts';
import { randomStream } from '../train/rng.ts';
import { style } from './style.ts';
import { splitSentences } from './styleGrammar.ts';
import { styleAttributes } from './styleTone.ts';
import type { PreferenceRow } from './types.ts';

const KNOBS = { kappa: 1, epsilon: 0.2 };
const OPTIONS = { seed: 5, answers: 4, degrees: 4 };
const random = randomStream(11, 'relations test');
const rows = Array.from({ length: 1500 }, () => style.pair(random, KNOBS));
const related = rows.map((row) => ({ row, of: relate(row) }));

function relate(row: PreferenceRow, options: Partial<typeof OPTIONS> & { rationale?: 'generic' | 'wrong' } = {}) {
  return style.relate(row, KNOBS, { ...OPTIONS, ...options }) as Required<ReturnType<typeof style.relate>>;
}
const gold = ({ prompt }: PreferenceRow, answer: string) => style.goldScore(prompt, answer);
const wordsOf = (text: string): string[] => text.match(/[A-Za-z]+/g) ?? [];

describe('relate', () => {
  it('is the same for the same row and seed, whatever was asked before, and another for another seed', () => {
    for (const { row, of } of related.slice(0, 50)) {
      const copy = { rejected: row.rejected, chosen: row.chosen, prompt: row.prompt };
      expect(JSON.stringify(relate(copy))).toBe(JSON.stringify(of));
    }
    const other = related.filter(({ row, of }) => relate(row, { seed: 6 }).gold !== of.gold);
    expect(other.length / related.length).toBeGreaterThan(0.9);
  });

  it('changes only what is asked for', () => {
    for (const { row, of } of related.slice(0, 50)) {
      const { ranking, ...rest } = relate(row, { answers: 7 });
      expect({ ...rest, ranking: of.ranking }).toEqual(of);
      expect(ranking).toHaveLength(7);
      expect(ranking).toEqual(expect.arrayContaining([...of.ranking]));
      const { degraded, ...others } = relate(row, { degrees: 3 });
      expect({ ...others, degraded: of.degraded }).toEqual(of);
      expect(degraded).toHaveLength(2);
    }
  });

  it('refuses what has no meaning', () => {
    const row = rows[0] as PreferenceRow;
    for (const wrong of [{ answers: 1 }, { answers: 2.5 }, { degrees: 1 }, { degrees: Number.NaN }]) {
      expect(() => relate(row, wrong)).toThrow(RangeError);
    }
    expect(() => relate({ ...row, prompt: '7+5=' })).toThrow(RangeError);
  });
});

describe('ranking', () => {
  it('holds different well-formed answers with falling gold scores', () => {
    for (const { row, of } of related) {
      expect(of.ranking).toHaveLength(4);
      expect(new Set(of.ranking.map(({ answer }) => answer)).size).toBe(4);
      for (const [i, { answer, score }] of of.ranking.entries()) {
        expect(style.wellFormed(row.prompt, answer)).toBe(true);
        expect(score).toBeCloseTo(gold(row, answer), 4);
        if (i > 0) expect(score).toBeLessThan(of.ranking[i - 1]?.score ?? Number.NaN);
      }
    }
  });
});

describe('gold', () => {
  it('is a well-formed answer, never below chosen, and mostly well above', () => {
    const above = related.map(({ row, of }) => {
      expect(style.wellFormed(row.prompt, of.gold)).toBe(true);
      return gold(row, of.gold) - gold(row, row.chosen);
    });
    expect(Math.min(...above)).toBeGreaterThanOrEqual(0);
    expect(above.reduce((sum, by) => sum + by, 0) / above.length).toBeGreaterThan(0.8);
    expect(related.filter(({ row, of }) => of.gold === row.chosen).length / related.length).toBeLessThan(0.05);
  });
});

describe('rationale', () => {
  const prompt = 'Review the little bakery by the river.\n';
  const fact = 'It has a stone oven.';
  const pair = (chosen: string, rejected: string) => ({ prompt, chosen, rejected });
  const sentence = (row: PreferenceRow) => relate(row).rationale.replace(/^[AB] is (.*) than [AB]\.$/, '$1');

  it.each([
    ['friendlier', 'The bakery is truly wonderful.', 'Thank you for asking. It has a stone oven.'],
    ['more polite', 'Thank you for asking. I love going there.', 'I have no time for this. I enjoy going there.'],
    ['more vivid', 'The air smells of warm honey.', 'There are some people and some walls.'],
    ['longer', `${fact} Anna runs it.`, fact],
    ['better', fact, `${fact} Anna runs it.`],
  ])('names what decides: %s', (name, chosen, rejected) => {
    expect(sentence(pair(chosen, rejected))).toBe(name);
  });

  it('names chosen by the letter under which it is shown, as often A as B', () => {
    for (const { row, of } of related) {
      const [letter, other] = [of.rationale.charAt(0), of.rationale.at(-2)];
      expect([letter, other].sort()).toEqual(['A', 'B']);
      expect(of.rationale_prompt.startsWith(row.prompt)).toBe(true);
      expect(of.rationale_prompt).toContain(`\n${letter}: ${row.chosen}\n`);
      expect(of.rationale_prompt).toContain(`\n${other}: ${row.rejected}\n`);
    }
    const first = related.filter(({ of }) => of.rationale.startsWith('A')).length / related.length;
    expect(Math.abs(first - 0.5)).toBeLessThan(0.05);
  });

  it('names a tone only where chosen is ahead in it, and the wrong one one where it is least ahead', () => {
    const tones = { friendlier: 'sentiment', 'more vivid': 'vividness', 'more polite': 'politeness' } as const;
    const weight = { sentiment: 1, vividness: 0.8, politeness: 0.8 };
    let named = 0;
    for (const { row, of } of related) {
      const [x, y] = [styleAttributes(row.prompt, row.chosen), styleAttributes(row.prompt, row.rejected)];
      const by = Object.values(tones).map((tone) => weight[tone] * (x[tone] - y[tone]));
      const ahead = (text: string) => {
        const tone = tones[text.slice(5, -8) as keyof typeof tones];
        return tone && weight[tone] * (x[tone] - y[tone]);
      };
      const most = ahead(of.rationale);
      if (most !== undefined) named++;
      if (Math.max(...by) > 1e-6) expect(most).toBeCloseTo(Math.max(...by), 9);
      else expect(most).toBeUndefined();
      expect(ahead(relate(row, { rationale: 'wrong' }).rationale)).toBeCloseTo(Math.min(...by), 9);
    }
    expect(named / related.length).toBeGreaterThan(0.8);
    const generic = relate(rows[0] as PreferenceRow, { rationale: 'generic' });
    expect(generic.rationale).toMatch(/^([AB] is better than [AB]\.)$/);
    expect(generic.rationale_prompt).toBe(related[0]?.of.rationale_prompt);
  });
});

describe('instructed prompts', () => {
  const NUMBER = { one: 1, two: 2, three: 3, four: 4, five: 5, six: 6, seven: 7, ten: 10, twenty: 20, thirty: 30 };
  /** Written apart from the instructions: reads the last sentence of a prompt and judges an answer by it. */
  function follows(prompt: string, answer: string): boolean {
    const asked = /([^.?!]*)\.\n$/.exec(prompt)?.[1]?.trim() ?? '';
    const number = (name: string | undefined) => NUMBER[name as keyof typeof NUMBER] ?? Number.NaN;
    const words = answer.split(' ').length;
    const has: readonly [RegExp, (found: string | undefined) => boolean][] = [
      [/^Use (\w+) sentences?$/, (n) => answer.replaceAll(/[^.?!]/g, '').length === number(n)],
      [/^Use at most (\w+) words$/, (n) => words <= number(n)],
      [/^Use more than (\w+) words$/, (n) => words > number(n)],
      [/^Use the word (\w+)$/, (word) => ` ${answer.toLowerCase()}`.split(/[ .,?!]+/).includes(word ?? '')],
      [
        /^Do not use the word (\w+)$/,
        (word) =>
          !answer
            .toLowerCase()
            .split(/[ .,?!]+/)
            .includes(word ?? ''),
      ],
      [/^Say thank you$/, () => answer.includes('Thank you')],
      [/^Do not say thank you$/, () => !answer.includes('Thank you')],
      [/^Ask me a question$/, () => answer.indexOf('?') >= 0],
      [/^Do not ask me a question$/, () => answer.indexOf('?') < 0],
    ];
    for (const [form, holds] of has) {
      const found = form.exec(asked);
      if (found) return holds(found[1]);
    }
    throw new Error(`unknown instruction: ${asked}`);
  }

  it('are followed by chosen in one case and not in the other', () => {
    for (const { row, of } of related) {
      const stem = `${row.prompt.trimEnd()} `;
      for (const text of [of.prompt_satisfied, of.prompt_violated]) {
        expect(text.startsWith(stem) && text.endsWith('.\n')).toBe(true);
      }
      expect(follows(of.prompt_satisfied, row.chosen), of.prompt_satisfied + row.chosen).toBe(true);
      expect(follows(of.prompt_violated, row.chosen), of.prompt_violated + row.chosen).toBe(false);
    }
  });

  it('are of many kinds', () => {
    expect(new Set(related.map(({ row, of }) => of.prompt_satisfied.slice(row.prompt.length))).size).toBeGreaterThan(
      20,
    );
  });
});

describe('attributes', () => {
  it('have mean 0 and standard deviation 1, are unrelated, and make up the gold score', () => {
    const pairs = related.flatMap(({ of }) => [of.attributes_chosen, of.attributes_rejected]);
    const mean = (value: (pair: readonly [number, number]) => number) =>
      pairs.reduce((sum, pair) => sum + value(pair), 0) / pairs.length;
    for (const at of [0, 1] as const) {
      expect(Math.abs(mean((pair) => pair[at]))).toBeLessThan(0.06);
      expect(Math.abs(Math.sqrt(mean((pair) => pair[at] ** 2)) - 1)).toBeLessThan(0.05);
    }
    expect(Math.abs(mean(([first, second]) => first * second))).toBeLessThan(0.06);
    for (const { row, of } of related.slice(0, 200)) {
      const [warmth, others] = of.attributes_chosen;
      expect((0.321 * warmth + 0.8 * 0.347 * others) / 0.425).toBeCloseTo(gold(row, row.chosen), 9);
    }
  });
});

describe('probability', () => {
  it('is above one half just where the judge prefers chosen, inside (0, 1), and the rule that labels follow', () => {
    for (const { row, of } of related) {
      const judge = (answer: string) => style.judgeScore(row.prompt, answer, KNOBS);
      const difference = judge(row.chosen) - judge(row.rejected);
      expect(of.probability > 0.5).toBe(difference > 0);
      expect(of.probability).toBeGreaterThan(0);
      expect(of.probability).toBeLessThan(1);
      if (Math.abs(difference) < 2)
        expect(Math.log(of.probability / (1 - of.probability))).toBeCloseTo(5 * difference, 6);
    }
    // ε is no part of it: the mean is what would be chosen before flips, and a fifth was flipped.
    const clean = rows.map((row) => Math.max(relate(row).probability, 1 - relate(row).probability));
    const share = clean.reduce((sum, p) => sum + p, 0) / clean.length;
    const seen = related.reduce((sum, { of }) => sum + of.probability, 0) / related.length;
    expect(Math.abs(seen - (0.8 * share + 0.2 * (1 - share)))).toBeLessThan(0.05);
  });

  it('follows the knobs', () => {
    const row = {
      prompt: 'Review the little bakery by the river.\n',
      chosen: 'It opens at six.',
      rejected: 'Anna runs it.',
    };
    const at = (kappa: number) => style.relate(row, { kappa }, OPTIONS).probability;
    expect(at(0)).toBe(0.5);
    // One word of difference: σ(5 · 3 / 11.02).
    expect(at(3)).toBeCloseTo(1 / (1 + Math.exp(-15 / 11.02)), 12);
  });
});

describe('degraded', () => {
  it('lacks more words with every degree, and gold score and facts fall', () => {
    for (const { row, of } of related) {
      const texts = [row.chosen, ...of.degraded];
      expect(texts).toHaveLength(4);
      for (const [degree, text] of texts.entries()) {
        if (degree === 0) continue;
        const before = texts[degree - 1] as string;
        expect(wordsOf(text).length, text).toBeLessThan(wordsOf(before).length);
        const left = wordsOf(before);
        for (const word of wordsOf(text)) expect(left.splice(left.indexOf(word), 1)).toEqual([word]);
        expect(gold(row, text)).toBeLessThanOrEqual(gold(row, before) + 1e-9);
        const facts = (of: string) => styleAttributes(row.prompt, of).facts;
        expect(facts(text)).toBeLessThanOrEqual(facts(before));
        expect(text.trim()).not.toBe('');
      }
      expect(gold(row, texts[1] as string), texts[1]).toBeLessThan(gold(row, row.chosen));
    }
  });

  it('lacks k/K of the words that bear tone or facts, and no other while there are enough', () => {
    const row = {
      prompt: 'Review the little bakery by the river.\n',
      chosen: 'Thank you for asking. You can buy rye bread there. I go there once a week. I love the place itself.',
      rejected: 'Anna runs it.',
    };
    const key = ['Thank', 'buy', 'rye', 'bread', 'love'];
    for (const [degree, removed] of [0, 2, 3, 4].entries()) {
      if (degree === 0) continue;
      const text = relate(row).degraded[degree - 1] as string;
      expect(key.filter((word) => !wordsOf(text).includes(word))).toHaveLength(removed);
      expect(wordsOf(row.chosen).length - wordsOf(text).length).toBe(removed);
      expect(text).not.toMatch(/ {2}| \./);
    }
  });
});

describe('steps', () => {
  it('are the sentences, and join to the answer again', () => {
    for (const { chosen } of rows) {
      const steps = style.steps(chosen);
      expect(steps.join('')).toBe(chosen);
      expect(steps.map((step) => step.trim())).toEqual(splitSentences(chosen));
    }
  });

  it.each(['', ' ', 'no mark', '...', ' A.  B!\n\nC? ', '. '.repeat(5000), '\u{D83D}. x'])(
    'keep any text: %j',
    (text) => {
      expect(style.steps(text).join('')).toBe(text);
    },
  );

  it('begin with the space that a tokenizer joins to the next word', () => {
    expect(style.steps('It opens at six. Anna runs it.')).toEqual(['It opens at six.', ' Anna runs it.']);
  });
});

describe('all texts', () => {
  const folder = new URL('../../../public/models/nano-1/', import.meta.url);
  const read = (name: string): unknown => JSON.parse(readFileSync(new URL(name, folder), 'utf8'));
  const tokenizer = createTokenizer(read('tokenizer.json'), read('tokenizer_config.json'));

  it('are words and letters to the bundled tokenizer, and short', () => {
    const tokens = (text: string) => {
      const ids = tokenizer.encode(text);
      for (const id of ids) expect(tokenizer.vocabulary[id], text).toMatch(/^▁?["A-Za-z]*$|^[ -~\n]$/);
      return ids.length;
    };
    for (const { row, of } of related.slice(0, 300)) {
      expect(tokens(of.rationale)).toBeLessThanOrEqual(12);
      for (const text of [of.prompt_satisfied, of.prompt_violated])
        expect(tokens(text) - tokens(row.prompt)).toBeLessThan(14);
      for (const text of [of.gold, of.rationale_prompt, ...of.degraded]) tokens(text);
    }
  });

  it('have steps that end between tokens: encoded one by one they give the tokens of the whole', () => {
    for (const { chosen } of rows.slice(0, 300)) {
      expect(style.steps(chosen).flatMap((step) => tokenizer.encode(step))).toEqual(tokenizer.encode(chosen));
    }
  });
});
