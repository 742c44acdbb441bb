import { describe, expect, it } from 'vitest';
import type { MethodNeeds } from '../methods/types.ts';
import { generatePairs } from '../worlds/generatePairs.ts';
import { multiIns } from '../worlds/multiIns.ts';
import { style } from '../worlds/style.ts';
import type { PreferenceRow } from '../worlds/types.ts';
import { collate } from './collate.ts';
import { relateOptions, relationsNeeded, tokenizeRows } from './tokenizeRelations.ts';
import { tokenizeCompletion } from './tokenizeRow.ts';

/** A token a character: id = code point. */
const characters = { encode: (text: string) => [...text].map((c) => c.codePointAt(0) ?? 0), bos: 1, eos: 2 };
const text = (ids: readonly number[] | undefined) =>
  (ids ?? [])
    .filter((id) => id > 2)
    .map((id) => String.fromCodePoint(id))
    .join('');
const PAIR: MethodNeeds = { relation: 'pair', references: ['base'], reduction: 'sum' };
const SETTINGS = { maxLength: 2000, contextLength: 4000, seed: 7 };
const STYLE = { world: style, knobs: { kappa: 0, epsilon: 0 } };
const rows = generatePairs(style, STYLE.knobs, 3, { train: 4, heldout: 0 }).train;
const OWN = { world: null, knobs: {} };

function batchOf(needs: MethodNeeds, of: readonly PreferenceRow[] = rows, options = {}) {
  return collate(tokenizeRows(characters, STYLE, of, needs, SETTINGS), needs, 4000, options);
}

describe('rows for methods beyond the pair', () => {
  it('need nothing more for plain pairs', () => {
    expect(relationsNeeded(PAIR)).toEqual([]);
    expect(tokenizeRows(characters, OWN, [{ prompt: 'p', chosen: 'a', rejected: 'b' }], PAIR, SETTINGS)[0]).toEqual(
      expect.not.objectContaining({ relations: expect.anything() }),
    );
  });

  it('lists: members best first by gold, with their values; the ends stand for chosen and rejected', () => {
    const needs: MethodNeeds = { ...PAIR, relation: 'list', columns: ['value'] };
    const { relation, memberList, columns, sequences, trained } = batchOf(needs);
    expect(memberList).toEqual([0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3]);
    expect(relation.chosen).toEqual([0, 4, 8, 12]);
    expect(relation.rejected).toEqual([3, 7, 11, 15]);
    expect(trained).toBe(16);
    columns['member value']?.forEach((value, i) => {
      const answer = text(sequences[i]?.ids.slice(sequences[i]?.promptLength));
      expect(style.goldScore(rows[memberList[i] ?? 0]?.prompt ?? '', answer)).toBeCloseTo(value, 3);
      if (memberList[i] === memberList[i - 1]) expect(value).toBeLessThan(columns['member value']?.[i - 1] ?? 0);
    });
  });

  it('measures on the rows’ own pairs, whatever is trained on', () => {
    const needs: MethodNeeds = { ...PAIR, relation: 'list', columns: ['value'] };
    const { relation, sequences } = batchOf(needs, rows, { ownPairs: true });
    expect(relation.chosen.map((n) => text(sequences[n]?.ids))).toEqual(rows.map((row) => row.prompt + row.chosen));
    expect(relation.rejected.map((n) => text(sequences[n]?.ids))).toEqual(rows.map((row) => row.prompt + row.rejected));
    const imitated = batchOf({ ...PAIR, relation: 'completion' }, rows, { ownPairs: true });
    expect(imitated.relation.rejected).toHaveLength(4);
  });

  it('sides: gold answers, rationales after both answers, prompt variants with the chosen answer', () => {
    const needs: MethodNeeds = { ...PAIR, sides: ['gold', 'rationale', 'satisfied', 'violated'] };
    const { relation, sequences } = batchOf(needs);
    const texts = (side: 'gold' | 'rationale' | 'satisfied' | 'violated') =>
      (relation[side] ?? []).map((n) => text(sequences[n]?.ids));
    texts('gold').forEach((found, i) => {
      const prompt = rows[i]?.prompt ?? '';
      expect(style.goldScore(prompt, found.slice(prompt.length))).toBeGreaterThanOrEqual(rows[i]?.score_chosen ?? 0);
    });
    texts('rationale').forEach((found, i) => {
      expect(found).toContain(rows[i]?.chosen);
      expect(found).toContain(rows[i]?.rejected);
    });
    for (const side of ['satisfied', 'violated'] as const) {
      expect(texts(side).map((found, i) => found.endsWith(rows[i]?.chosen ?? '?'))).toEqual([true, true, true, true]);
    }
    expect(texts('satisfied')).not.toEqual(texts('violated'));
  });

  it('second pairs: answers that more instructions separate, after one prompt', () => {
    const world = { world: multiIns, knobs: {} };
    const instructed = generatePairs(multiIns, {}, 3, { train: 4, heldout: 0 }).train;
    const needs: MethodNeeds = { ...PAIR, sides: ['synthesisedChosen', 'synthesisedRejected'] };
    const tokenized = tokenizeRows(characters, world, instructed, needs, SETTINGS);
    const { relation, sequences } = collate(tokenized, needs, 4000);
    for (const [i, row] of instructed.entries()) {
      const { synthesised_prompt } = multiIns.relate(row, {}, relateOptions(SETTINGS.seed));
      const textOf = (side: 'synthesisedChosen' | 'synthesisedRejected') =>
        text(sequences[relation[side]?.[i] ?? -1]?.ids);
      expect(textOf('synthesisedChosen')).toBe(synthesised_prompt + row.chosen);
      expect(textOf('synthesisedRejected')).toBe(synthesised_prompt + row.rejected);
    }
  });

  it('degrees: an answer whole and with ever more missing, and what the reply is', () => {
    const { relation, sequences } = batchOf({ ...PAIR, sides: ['degree'] }, rows.slice(0, 1));
    const replies = (relation.degree ?? []).map((n) => text(sequences[n]?.ids.slice(sequences[n]?.promptLength)));
    expect(replies).toEqual(['nothing', 'a little', 'much', 'most of it']);
    expect(text(sequences[relation.degree?.[0] ?? 0]?.ids)).toContain(rows[0]?.chosen);
  });

  it('columns: scores, attributes, the probability that chosen wins, a draw', () => {
    const needs: MethodNeeds = { ...PAIR, columns: ['score', 'attribute2', 'probability', 'uniform'] };
    const tokenized = tokenizeRows(characters, STYLE, rows, needs, SETTINGS);
    const random = { uniform: () => 0.25 } as never;
    const { columns } = collate(tokenized, needs, 4000, { random });
    expect(columns['chosen score']).toEqual(rows.map((row) => row.score_chosen));
    expect(columns['pair uniform']).toEqual([0.25, 0.25, 0.25, 0.25]);
    expect(columns['chosen attribute2']).toHaveLength(4);
    columns['pair probability']?.forEach((probability, i) => {
      const { score_chosen = 0, score_rejected = 0 } = rows[i] ?? {};
      expect(probability).toBeCloseTo(1 / (1 + Math.exp(-5 * (score_chosen - score_rejected))), 2);
    });
  });

  it('says at once which relation own rows lack', () => {
    const own = [{ prompt: 'Why?', chosen: 'Because.', rejected: 'No.' }];
    const open = (needs: MethodNeeds) => () => tokenizeRows(characters, OWN, own, needs, SETTINGS);
    expect(open({ ...PAIR, sides: ['gold'] })).toThrow(
      expect.objectContaining({ code: 'DATA_RELATION_MISSING', data: { relation: 'gold', row: 'Why?' } }),
    );
    expect(open({ ...PAIR, columns: ['score'] })).toThrow(expect.objectContaining({ code: 'DATA_RELATION_MISSING' }));
    expect(open({ ...PAIR, columns: ['uniform'] })).not.toThrow();
  });
});

it('tokens know their step, EOS belongs to the last, also where the end was cut', () => {
  const steps = (answer: string) => answer.split(/(?=b)/);
  const whole = tokenizeCompletion(characters, 'p', 'aabcb', 64, steps);
  expect(whole.steps).toEqual([1, 1, 2, 2, 3, 3]);
  expect(tokenizeCompletion(characters, 'p', 'aabcb', 5, steps).steps).toEqual([1, 1, 2, 2, 3].slice(0, 3));
});
