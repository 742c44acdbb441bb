import { describe, expect, it } from 'vitest';
import { tokenizeRow } from './tokenizeRow.ts';

/** A token a character: id = code point. */
const characters = { encode: (text: string) => [...text].map((c) => c.codePointAt(0) ?? 0), bos: 1, eos: 2 };
const row = (prompt: string, chosen: string, rejected = 'x') => ({ prompt, chosen, rejected });

describe('tokenizeRow', () => {
  it('lays out BOS, prompt, completion, EOS', () => {
    const { chosen } = tokenizeRow(characters, row('ab', 'cd'), 64);
    expect(chosen.ids).toEqual([1, 97, 98, 99, 100, 2]);
    expect(chosen).toMatchObject({ promptLength: 3, completionLength: 3, truncated: false });
  });

  it('puts each answer after its own prompt where there are two', () => {
    const joined = { ...row('ab', 'c', 'd'), rejected_prompt: 'xyz' };
    const { chosen, rejected } = tokenizeRow(characters, joined, 64);
    expect(chosen.ids).toEqual([1, 97, 98, 99, 2]);
    expect(rejected.ids).toEqual([1, 120, 121, 122, 100, 2]);
    expect([chosen.promptLength, rejected.promptLength]).toEqual([3, 4]);
  });

  it('cuts the start of a long prompt first and keeps the EOS', () => {
    const { chosen } = tokenizeRow(characters, row('p'.repeat(40), 'cd'), 32);
    expect(chosen).toMatchObject({ promptLength: 29, completionLength: 3, truncated: true });
    expect(chosen.ids).toHaveLength(32);
    expect(chosen.ids.at(-1)).toBe(2);
  });

  it('then cuts the end of the completion, losing the EOS', () => {
    const { chosen } = tokenizeRow(characters, row('p'.repeat(40), 'c'.repeat(40)), 32);
    expect(chosen).toMatchObject({ promptLength: 17, completionLength: 15, truncated: true });
    expect(chosen.ids.at(-1)).toBe(99);
  });

  it('leaves a short prompt whole', () => {
    const { chosen } = tokenizeRow(characters, row('pq', 'c'.repeat(40)), 32);
    expect(chosen).toMatchObject({ promptLength: 3, completionLength: 29, truncated: true });
  });
});
