import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { randomStream } from '../train/rng.ts';
import { style } from '../worlds/style.ts';
import type { PreferenceRow, RowRelations } from '../worlds/types.ts';
import { type RelationName, relationsOf, stepsOf } from './relationsOf.ts';

const OWN = { world: null, knobs: {} };
const STYLE = { world: style, knobs: { kappa: 1 } };
const OPTIONS = { seed: 3, answers: 4, degrees: 4 };
const ROW: PreferenceRow = {
  prompt: 'Is the bakery good?\n',
  chosen: 'It is lovely, and smells of warm bread.',
  rejected: 'It is a shop.',
};
const own = (relations: RowRelations, row: Partial<PreferenceRow> = {}) =>
  relationsOf(OWN, { ...ROW, ...row, relations }, OPTIONS);

describe('relations in a world', () => {
  const rows = Array.from({ length: 20 }, (_, i) => style.pair(randomStream(i, 'relationsOf'), STYLE.knobs));

  it('are the world’s, all of them, and the row’s own where it has some', () => {
    for (const row of rows) {
      const made = style.relate(row, STYLE.knobs, OPTIONS);
      expect(relationsOf(STYLE, row, OPTIONS, ['ranking', 'gold', 'rationale', 'rationale_prompt'])).toEqual(made);
      const relations = { gold: 'mine', probability: 0.25 };
      expect(relationsOf(STYLE, { ...row, relations }, OPTIONS)).toEqual({ ...made, ...relations });
    }
  });

  it('are made once for the same settings, and anew for others', () => {
    let made = 0;
    const relate: typeof style.relate = (...asked) => {
      made++;
      return style.relate(...asked);
    };
    const world = { ...style, relate };
    const row = rows[0] as PreferenceRow;
    const set = { world, knobs: { kappa: 1, epsilon: 0 } };
    const first = relationsOf(set, row, OPTIONS);
    expect(relationsOf({ world, knobs: { epsilon: 0, kappa: 1 } }, row, { ...OPTIONS })).toBe(first);
    expect(made).toBe(1);
    for (const change of [{ seed: 4 }, { answers: 3 }, { degrees: 3 }, { rationale: 'wrong' as const }]) {
      expect(relationsOf(set, row, { ...OPTIONS, ...change })).not.toEqual(first);
    }
    expect(relationsOf({ world, knobs: { kappa: 0 } }, row, OPTIONS).probability).not.toBe(first.probability);
    expect(made).toBe(6);
    expect(relationsOf(set, row, OPTIONS)).toEqual(first);
    expect(relationsOf(OWN, row, OPTIONS).gold).toBeUndefined();
  });
});

describe('relations of own rows', () => {
  it('are what the pair tells: a ranking of two, instructed prompts, degrees', () => {
    const { ranking, degraded = [], ...rest } = own({});
    expect(ranking).toEqual([
      { answer: ROW.chosen, score: 1 },
      { answer: ROW.rejected, score: 0 },
    ]);
    expect(Object.keys(rest).sort()).toEqual(['prompt_satisfied', 'prompt_violated']);
    // Content words: lovely, smells, warm, bread.
    const lengths = degraded.map((text) => text.split(' ').filter((word) => /\w/.test(word)).length);
    expect(lengths).toEqual([7, 6, 5]);
    for (const word of ['It', 'is', 'and', 'of']) for (const text of degraded) expect(text).toContain(word);
    expect(own({})).toEqual(own({}));
  });

  it('rank by scores where there are some, against the label if need be', () => {
    const scored = own({}, { score_chosen: -2, score_rejected: 0.5 });
    expect(scored.ranking).toEqual([
      { answer: ROW.rejected, score: 0.5 },
      { answer: ROW.chosen, score: -2 },
    ]);
    expect(own({}, { score_chosen: 1 }).ranking?.map(({ score }) => score)).toEqual([1, 0]);
    expect(own({}, { score_chosen: 2, score_rejected: 2 }).ranking?.map(({ score }) => score)).toEqual([1, 0]);
  });

  it('take gold from the ranking only where it is known to be no worse than chosen', () => {
    const ranking = [
      { answer: 'Yes, and cheap.', score: 2 },
      { answer: 'Yes.', score: 1 },
    ];
    expect(own({ ranking }).gold).toBeUndefined();
    expect(own({ ranking }, { score_chosen: 2.5 }).gold).toBeUndefined();
    expect(own({ ranking }, { score_chosen: 1.5 }).gold).toBe('Yes, and cheap.');
    expect(own({ ranking }, { chosen: 'Yes.' }).gold).toBe('Yes, and cheap.');
    expect(own({ ranking }, { chosen: 'Yes.', rejected: 'Yes, and cheap.' }).gold).toBeUndefined();
    expect(own({ ranking, gold: 'Best.' }, { chosen: 'Yes.' }).gold).toBe('Best.');
  });

  it('give a rationale its prompt, but make up none', () => {
    const { rationale, rationale_prompt } = own({ rationale: 'It says more.' });
    expect(rationale).toBe('It says more.');
    expect(rationale_prompt).toBe(`${ROW.prompt}A: ${ROW.chosen}\nB: ${ROW.rejected}\nWhich is better, and why?\n`);
    expect(own({ rationale: 'It says more.', rationale_prompt: 'Why?\n' }).rationale_prompt).toBe('Why?\n');
    expect(own({}).rationale_prompt).toBeUndefined();
  });

  it('have no instructions where words are not set apart by spaces, and no degree without a word left', () => {
    const { prompt_satisfied, degraded } = own(
      {},
      { prompt: '好きですか。\n', chosen: 'はい。', rejected: 'いいえ。' },
    );
    expect([prompt_satisfied, degraded]).toEqual([undefined, undefined]);
    expect(own({}, { chosen: 'Yes, very much.' }).degraded).toBeUndefined();
    expect(own({}, { chosen: 'Yes, very much so.' }).degraded).toHaveLength(3);
  });

  it('are cut to what is asked, evenly, best and worst kept', () => {
    const ranking = Array.from({ length: 7 }, (_, i) => ({ answer: `a${i}`, score: -i }));
    expect(own({ ranking }).ranking?.map(({ score }) => -score)).toEqual([0, 2, 4, 6]);
    expect(own({ ranking: ranking.slice(0, 3) }).ranking).toHaveLength(3);
    const degraded = ['1', '2', '3', '4', '5'];
    expect(own({ degraded }).degraded).toEqual(['1', '3', '5']);
    const row = { ...ROW, relations: { degraded } };
    expect(relationsOf(OWN, row, { ...OPTIONS, degrees: 2 }).degraded).toEqual(['5']);
    expect(own({ degraded: ['1', '2'] }).degraded).toBeUndefined();
  });

  it('say which are missing, of which row', () => {
    const needs: RelationName[] = ['ranking', 'probability', 'gold'];
    expect(() => relationsOf(OWN, ROW, OPTIONS, needs)).toThrowError(
      expect.objectContaining({
        code: 'DATA_RELATION_MISSING',
        data: { relation: 'probability, gold', row: 'Is the bakery good?' },
      }),
    );
    const long = { ...ROW, prompt: 'x'.repeat(200) };
    expect(() => relationsOf(OWN, long, OPTIONS, ['rationale'])).toThrowError(
      expect.objectContaining({ data: { relation: 'rationale', row: `${'x'.repeat(60)}…` } }),
    );
    const { probability } = relationsOf(OWN, { ...ROW, relations: { probability: 0.9 } }, OPTIONS, ['probability']);
    expect(probability.toFixed(1)).toBe('0.9');
  });

  it('come out for any texts: prompts that differ, degrees that lose words and are never empty', () => {
    const text = fc.oneof(fc.string({ unit: 'grapheme', minLength: 1 }), fc.lorem());
    fc.assert(
      fc.property(text, text, fc.integer({ min: 2, max: 6 }), (prompt, chosen, degrees) => {
        const row = { prompt, chosen, rejected: `${chosen}.` };
        const of = relationsOf(OWN, row, { ...OPTIONS, degrees });
        if (of.prompt_satisfied !== undefined) expect(of.prompt_satisfied).not.toBe(of.prompt_violated);
        let before = chosen;
        for (const degraded of of.degraded ?? []) {
          expect(degraded.trim()).not.toBe('');
          expect(degraded.length).toBeLessThan(before.length);
          before = degraded;
        }
      }),
    );
  });
});

describe('steps', () => {
  it('are the world’s, or sentences', () => {
    expect(stepsOf(OWN, 'One. Two!')).toEqual(['One.', ' Two!']);
    const world = { ...style, steps: (answer: string) => [...answer] };
    expect(stepsOf({ world }, 'ab')).toEqual(['a', 'b']);
  });
});
