import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { canonicalJsonl, importJsonl } from '../data/importJsonl.ts';
import { sha256HexOfText } from '../data/sha256.ts';
import { ownRows } from './ownRows.ts';

const scored = (i: number) => ({
  prompt: `p${i}`,
  chosen: 'yes',
  rejected: 'no',
  metadata: { score_chosen: i, score_rejected: 0 },
});
const lines = (records: readonly unknown[]) => records.map((record) => JSON.stringify(record)).join('\n');

describe('ownRows', () => {
  it('hashes the project’s own rows as before there were other shapes', async () => {
    const text = readFileSync(new URL('../../../public/datasets/style/heldout.jsonl', import.meta.url), 'utf8');
    const report = await ownRows(null).import('heldout.jsonl', text);
    expect(report).toMatchObject({ shape: 'pairs', accepted: 400 });
    // The committed file is in canonical form: its hash is that of its text.
    expect(report?.hash).toBe(sha256HexOfText(text.trimEnd()));
  });

  it('takes the reading that a link’s hash asks for, however likely another is', async () => {
    const text = lines([scored(1), scored(2)]);
    const old = sha256HexOfText(canonicalJsonl(importJsonl(text).rows));
    const rows = ownRows(null);
    expect(await rows.import('a.jsonl', text)).toMatchObject({ shape: 'ultrafeedback' });
    expect(await rows.import('a.jsonl', text, old)).toMatchObject({ shape: 'pairs', hash: old });
    expect(await rows.load(old)).toEqual([
      { prompt: 'p1', chosen: 'yes', rejected: 'no' },
      { prompt: 'p2', chosen: 'yes', rejected: 'no' },
    ]);
    expect(await rows.import('a.jsonl', text, 'f'.repeat(64))).toMatchObject({ shape: 'ultrafeedback' });
  });

  it('reads the last file under another shape', async () => {
    const rows = ownRows(null);
    await expect(rows.reread('pairs')).rejects.toMatchObject({ code: 'DATA_NOT_FOUND' });
    await rows.import('a.jsonl', lines([scored(1)]));
    expect(await rows.reread('pairs')).toMatchObject({ name: 'a.jsonl', shape: 'pairs', isGuess: false, accepted: 1 });
    expect(await rows.reread('unpaired')).toMatchObject({
      accepted: 0,
      reasons: [{ problem: 'missing_field', count: 1 }],
    });
  });

  it('shows prompts alone, and does not train on them', async () => {
    const rows = ownRows(null);
    const report = await rows.import('a.jsonl', lines([{ prompt: 'A' }, { prompt: 'B' }]));
    expect(report).toMatchObject({ kind: 'prompts', rows: 2 });
    expect(await rows.shown(report?.hash ?? '')).toEqual([{ prompt: 'A' }, { prompt: 'B' }]);
    expect(await rows.load(report?.hash ?? '')).toBeNull();
  });

  it('lets others have their turn: ten thousand rows never hold it for more than 500', async () => {
    const text = lines(
      Array.from({ length: 10_000 }, (_, i) => ({ prompt: `p${i}`, chosen: `yes ${i}`, rejected: 'no' })),
    );
    for (const [name, content] of [
      ['a.jsonl', text],
      ['a.csv', `prompt,chosen,rejected\n${Array.from({ length: 10_000 }, (_, i) => `p${i},yes ${i},no`).join('\n')}`],
    ] as const) {
      let breaths = 0;
      const report = await ownRows(null, async () => {
        breaths++;
      }).import(name, content);
      expect(report?.accepted).toBe(10_000);
      // Read, made into rows, described: each part breathes on its own.
      expect(breaths).toBeGreaterThanOrEqual(10_000 / 500 + 10_000 / 200 + 10_000 / 500 - 3);
    }
  });

  it('says nothing about a file after which another came', async () => {
    const rows = ownRows(null, () => new Promise((resolve) => setImmediate(resolve)));
    const first = rows.import('first.jsonl', lines(Array.from({ length: 2000 }, (_, i) => scored(i))));
    const second = rows.import('second.jsonl', lines([scored(1)]));
    expect(await first).toBeNull();
    expect(await second).toMatchObject({ name: 'second.jsonl', accepted: 1 });
  });
});
