import { describe, expect, it } from 'vitest';
import type { MethodNeeds } from '../methods/types.ts';
import { rowBucket } from '../model/scorer.ts';
import { collate } from './collate.ts';
import type { TokenizedRow, TokenizedSequence } from './tokenizeRow.ts';

const PAIR: MethodNeeds = { relation: 'pair', references: ['base'], reduction: 'sum' };
const CONTEXT = 256;

/** BOS, prompt tokens 100…, completion tokens from `first`, of so many tokens in all. */
function sequence(length: number, first = 200, promptLength = 3): TokenizedSequence {
  const prompt = [1, ...Array.from({ length: promptLength - 1 }, (_, i) => 100 + i)];
  const completion = Array.from({ length: length - promptLength }, (_, i) => first + i);
  return { ids: [...prompt, ...completion], promptLength, completionLength: completion.length, truncated: false };
}

function row(chosen: TokenizedSequence, rejected: TokenizedSequence): TokenizedRow {
  return { row: { prompt: 'p', chosen: 'c', rejected: 'r' }, chosen, rejected };
}

const rows = (...lengths: [number, number][]) =>
  lengths.map(([chosen, rejected], i) =>
    row(sequence(chosen, 1000 * (i + 1)), sequence(rejected, 1000 * (i + 1) + 500)),
  );

describe('collate: relations', () => {
  const three = rows([10, 11], [12, 13], [14, 15]);

  it('puts chosen sequences first, rejected ones second', () => {
    const batch = collate(three, PAIR, CONTEXT);
    expect(batch.relation).toEqual({ chosen: [0, 1, 2], rejected: [3, 4, 5] });
    expect(batch.trained).toBe(6);
    expect(batch.sequences.map(({ ids }) => ids.length)).toEqual([10, 12, 14, 11, 13, 15]);
  });

  it('takes only chosen sequences where a method imitates', () => {
    const batch = collate(three, { ...PAIR, relation: 'completion' }, CONTEXT);
    expect(batch.relation).toEqual({ chosen: [0, 1, 2], rejected: [] });
    expect(batch.sequences).toEqual(three.map(({ chosen }) => chosen));
  });
});

describe('collate: columns', () => {
  const three = rows([10, 11], [12, 13], [14, 15]);
  const needs: MethodNeeds = { ...PAIR, columns: ['probability'] };

  it('gives the probability that chosen wins, and win rates over both answers, itself counted one half', () => {
    const known = three.map((row, i) => ({ ...row, relations: { probability: [0.9, 0.5, 1][i] as number } }));
    const { columns } = collate(known, needs, CONTEXT);
    expect(columns['pair probability']).toEqual([0.9, 0.5, 1]);
    expect(columns['chosen probability']).toEqual([0.7, 0.5, 0.75]);
    expect(columns['rejected probability']).toEqual([0.3, 0.5, 0.25].map((rate) => expect.closeTo(rate, 12)));
  });

  it('refuses rows without it', () => {
    expect(() => collate(three, needs, CONTEXT)).toThrow(RangeError);
  });
});

describe('collate: mismatched rows', () => {
  const needs: MethodNeeds = { ...PAIR, relation: 'unpaired', sides: ['mismatched'] };

  it('gives each prompt the next row’s completion, chosen and rejected by turns, and never trains on them', () => {
    const three = [
      row(sequence(8, 1000, 3), sequence(9, 1500, 3)),
      row(sequence(10, 2000, 4), sequence(11, 2500, 4)),
      row(sequence(12, 3000, 5), sequence(13, 3500, 5)),
    ];
    const batch = collate(three, needs, CONTEXT);
    expect(batch.trained).toBe(6);
    expect(batch.relation.mismatched).toEqual([6, 7, 8]);
    const [first, second, third] = batch.sequences.slice(6);
    expect(first?.ids).toEqual([1, 100, 101, 2000, 2001, 2002, 2003, 2004, 2005]);
    expect(second?.ids).toEqual([1, 100, 101, 102, 3500, 3501, 3502, 3503, 3504, 3505, 3506, 3507]);
    expect(third?.ids).toEqual([1, 100, 101, 102, 103, 1000, 1001, 1002, 1003, 1004]);
    expect(second).toMatchObject({ promptLength: 4, completionLength: 8 });
    expect(batch.chunks.flatMap(({ members }) => members).sort((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5]);
  });

  it('cuts a completion that does not fit behind its new prompt', () => {
    const two = [
      row(sequence(30, 1000, 25), sequence(30, 1500, 25)),
      row(sequence(32, 2000, 2), sequence(32, 2500, 2)),
    ];
    const [first] = collate(two, needs, 32).sequences.slice(4);
    expect(first).toMatchObject({ promptLength: 25, completionLength: 7 });
    expect(first?.ids).toHaveLength(32);
  });
});

describe('collate: chunks', () => {
  const covered = (chunks: readonly { readonly members: readonly number[] }[]) =>
    chunks.flatMap(({ members }) => members).sort((a, b) => a - b);

  it('puts all sequences behind one another into one plan', () => {
    const { chunks } = collate(rows([20, 60], [100, 30]), PAIR, CONTEXT);
    // Tokens that are predicted: one fewer than each sequence has.
    expect(chunks).toEqual([{ rows: rowBucket(19 + 99 + 59 + 29), members: [0, 1, 2, 3] }]);
  });

  it('refuses a sequence beyond the context', () => {
    expect(() => collate(rows([20, 60]), PAIR, 58)).toThrow(RangeError);
    expect(() => collate(rows([20, 60]), PAIR, 59)).not.toThrow();
  });

  it.each([1, 2, 3, 5])('cuts to at most %i sequences at once, in equal parts that cover all', (limit) => {
    const batch = collate(rows([20, 21], [22, 23], [24, 25], [26, 27]), PAIR, CONTEXT, { chunkLimit: limit });
    expect(Math.max(...batch.chunks.map(({ members }) => members.length))).toBeLessThanOrEqual(limit);
    expect(covered(batch.chunks)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    for (const { rows: planned, members } of batch.chunks) {
      expect(planned).toBe(rowBucket(members.reduce((sum, n) => sum + (batch.sequences[n]?.ids.length ?? 0) - 1, 0)));
    }
    expect(batch.chunks).toHaveLength(Math.ceil(8 / limit));
  });
});
