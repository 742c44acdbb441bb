import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createTokenizer } from '../model/tokenizer.ts';
import { correlation, mean, spread } from '../testing/moments.ts';
import { randomStream } from '../train/rng.ts';
import { cyclic } from './cyclic.ts';
import type { PreferenceRow } from './types.ts';

const KNOBS = { epsilon: 0.2 };
const OPTIONS = { seed: 5, answers: 4, degrees: 4 };
const random = randomStream(11, 'cyclic relations test');
const rows = Array.from({ length: 800 }, () => cyclic.pair(random, KNOBS));
const related = rows.map((row) => ({ row, of: relate(row) }));

function relate(
  row: PreferenceRow,
  options: Partial<typeof OPTIONS> & { rationale?: 'generic' | 'wrong' } = {},
  knobs: Readonly<Record<string, number>> = KNOBS,
) {
  return cyclic.relate(row, knobs, { ...OPTIONS, ...options }) as Required<ReturnType<typeof cyclic.relate>>;
}

/** Styles by the first letters of an answer, written apart from the world: letter, news, poem, chat, formal. */
const OPENINGS = [/^De/, /^(News|Big|Town)/, /^O /, /^(He|Ha|Oh)/, /^(In|As|On) /];
const circleOf = (answer: string) => OPENINGS.findIndex((opening) => opening.test(answer));
const beats = (first: string, second: string) => [1, 2].includes((circleOf(second) - circleOf(first) + 5) % 5);

describe('relate', () => {
  it('is the same for the same row and seed, and refuses what is not of this world', () => {
    for (const { row, of } of related.slice(0, 30)) {
      expect(JSON.stringify(relate({ ...row }))).toBe(JSON.stringify(of));
      const { ranking, ...rest } = relate(row, { answers: 6 });
      expect({ ...rest, ranking: of.ranking }).toEqual(of);
      expect(ranking).toHaveLength(6);
    }
    expect(() => relate({ ...(rows[0] as PreferenceRow), prompt: '7+5=' })).toThrow(RangeError);
  });

  it('ranks four answers by quality, and has one no worse than chosen', () => {
    for (const { row, of } of related) {
      expect(of.ranking).toHaveLength(4);
      for (const [i, { answer, score }] of of.ranking.entries()) {
        expect(cyclic.wellFormed(row.prompt, answer)).toBe(true);
        expect(score).toBeCloseTo(cyclic.goldScore(row.prompt, answer), 4);
        if (i > 0) expect(score).toBeLessThan(of.ranking[i - 1]?.score ?? Number.NaN);
      }
      expect(cyclic.goldScore(row.prompt, of.gold)).toBeGreaterThanOrEqual(cyclic.goldScore(row.prompt, row.chosen));
    }
  });

  it('gives the probability that the labels follow, flips apart', () => {
    for (const { row, of } of related) {
      const style = beats(row.chosen, row.rejected) ? 3 : -3;
      const quality = (row.score_chosen ?? 0) - (row.score_rejected ?? 0);
      expect(Math.log(of.probability / (1 - of.probability))).toBeCloseTo(style + quality, 3);
    }
  });
});

describe('attributes', () => {
  it('have mean 0 and deviation 1, are unrelated, and make up the gold score', () => {
    const pairs = related.flatMap(({ row, of }) => [
      { row, answer: row.chosen, parts: of.attributes_chosen },
      { row, answer: row.rejected, parts: of.attributes_rejected },
    ]);
    for (const at of [0, 1] as const) {
      const values = pairs.map(({ parts }) => parts[at]);
      expect(Math.abs(mean(values))).toBeLessThan(0.1);
      expect(Math.abs(spread(values) - 1)).toBeLessThan(0.06);
    }
    const [praise, detail] = [pairs.map(({ parts }) => parts[0]), pairs.map(({ parts }) => parts[1])];
    expect(Math.abs(correlation(praise, detail))).toBeLessThan(0.08);
    for (const { row, answer, parts } of pairs) {
      const sentences = answer.match(/[.!]/g)?.length ?? 0;
      const grade = (0.714 * parts[0] + 0.475 * parts[1]) / sentences;
      expect(grade / 0.612).toBeCloseTo(cyclic.goldScore(row.prompt, answer), 9);
    }
  });
});

describe('rationale', () => {
  const prompt = 'How is the old park by the lake today?\n';
  const why = (chosen: string, rejected: string, knobs = {}, options = {}) =>
    relate({ prompt, chosen, rejected }, options, knobs).rationale.replace(/^[AB] is (.*) than [AB]\.$/, '$1');
  const letter = (praise: string) => `Dear friend, the park is ${praise}.`;

  it.each([
    ['better in style', letter('sad'), 'News today: the park is lovely.', {}],
    ['friendlier', letter('lovely'), 'News today: the park is dreadful.', {}],
    ['friendlier', letter('lovely'), 'News today: the park is sad.', { cycleWeight: 0 }],
    [
      'more useful',
      `${letter('ordinary')} My dear, everyone will help you.`,
      `${letter('ordinary')} My dear, no one will help you.`,
      {},
    ],
    ['longer', `${letter('ordinary')} My dear, no one will help you.`, letter('ordinary'), {}],
    ['better', letter('sad'), letter('lovely'), {}],
  ])('names what decides: %s', (name, chosen, rejected, knobs) => {
    expect(why(chosen, rejected, knobs)).toBe(name);
  });

  it('can be generic, or name what does not decide', () => {
    const [chosen, rejected] = [letter('sad'), 'News today: the park is lovely.'];
    expect(why(chosen, rejected, {}, { rationale: 'generic' })).toBe('better');
    expect(why(chosen, rejected, {}, { rationale: 'wrong' })).toBe('friendlier');
  });

  it('names style just where style speaks for chosen by most, and chosen by its letter', () => {
    let styled = 0;
    for (const { row, of } of related) {
      const [better, worse] = [of.rationale.charAt(0), of.rationale.at(-2)];
      expect([better, worse].sort()).toEqual(['A', 'B']);
      expect(of.rationale_prompt).toContain(`\n${better}: ${row.chosen}\n`);
      expect(of.rationale_prompt).toContain(`\n${worse}: ${row.rejected}\n`);
      if (of.rationale.includes('style')) {
        styled++;
        expect(beats(row.chosen, row.rejected), of.rationale_prompt).toBe(true);
      }
    }
    expect(styled / related.length).toBeGreaterThan(0.5);
  });
});

describe('degraded', () => {
  it('lacks more with every degree, what is graded first', () => {
    for (const { row, of } of related) {
      const scores = [row.chosen, ...of.degraded].map((text) => cyclic.goldScore(row.prompt, text));
      expect(scores[1]).toBeLessThan(scores[0] ?? Number.NaN);
      for (const i of [2, 3]) expect(scores[i], of.degraded[i - 1]).toBeLessThanOrEqual((scores[i - 1] ?? 0) + 1e-9);
    }
    const chosen = 'Dear friend, the park by the lake is very lovely.';
    const row = { prompt: 'How is the old park by the lake today?\n', chosen, rejected: 'Hey you, the park is sad!' };
    expect(relate(row).degraded[0]).toBe('Dear friend, the park by the lake is very.');
  });
});

describe('all texts', () => {
  const folder = new URL('../../../public/models/nano-1/', import.meta.url);
  const read = (name: string): unknown => JSON.parse(readFileSync(new URL(name, folder), 'utf8'));
  const tokenizer = createTokenizer(read('tokenizer.json'), read('tokenizer_config.json'));

  it('are words and letters to the bundled tokenizer, answers of some 32 tokens at most', () => {
    for (const { row, of } of related.slice(0, 300)) {
      for (const text of [of.rationale_prompt, of.rationale, of.prompt_satisfied, of.prompt_violated, of.gold]) {
        for (const id of tokenizer.encode(text)) expect(tokenizer.vocabulary[id]).toMatch(/^▁?["A-Za-z]*$|^[ -~\n]$/);
      }
      for (const answer of [row.chosen, row.rejected]) {
        expect(tokenizer.encode(answer).length, answer).toBeLessThanOrEqual(34);
        expect(cyclic.steps(answer).join('')).toBe(answer);
        expect(cyclic.steps(answer).flatMap((step) => tokenizer.encode(step))).toEqual(tokenizer.encode(answer));
      }
    }
  });
});
