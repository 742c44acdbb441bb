import { describe, expect, it } from 'vitest';
import type { DataReport, ShapeId } from '../../protocol.ts';
import { importRecords } from './importRecords.ts';

const breathe = async () => undefined;

async function reportOf(records: readonly unknown[], shape?: ShapeId): Promise<DataReport> {
  const raw = records.map((value, index) => ({ line: index + 1, value }));
  const read = { format: 'jsonl', gzipped: false, records: raw, problems: [] } as const;
  const { report } = await importRecords('a', read, { breathe, ...(shape === undefined ? {} : { shape }) });
  return report;
}

const parts = ({ shape, kind, unread, renaming }: DataReport) => ({ shape, kind, unread, renaming });

describe('fields that a reading leaves out', () => {
  it('are named, and texts beside a question may be its answers', async () => {
    const record = { question: 'Q', good: 'a', bad: 'b', id: 7 };
    expect(parts(await reportOf([record]))).toEqual({
      shape: 'prompts',
      kind: 'prompts',
      unread: ['good', 'bad', 'id'],
      renaming: { from: ['good', 'bad'], to: ['chosen', 'rejected'] },
    });
    // What the page asks for leads to pairs.
    const { kind, rows, unread } = await reportOf([{ question: 'Q', chosen: 'a', rejected: 'b', id: 7 }]);
    expect([kind, rows, unread]).toEqual(['pairs', 1, ['id']]);
  });

  it('of no known name at all may be the prompt and both answers', async () => {
    const report = await reportOf([{ q: 'Q', good: 'a', bad: 'b' }]);
    expect(report.isRecognised).toBe(false);
    expect(report.unread).toEqual(['q', 'good', 'bad']);
    expect(report.renaming).toEqual({ from: ['q', 'good', 'bad'], to: ['prompt', 'chosen', 'rejected'] });
    expect((await reportOf([{ prompt: 'Q', answer: 'a', wrong: 'b' }])).renaming).toEqual({
      from: ['answer', 'wrong'],
      to: ['chosen', 'rejected'],
    });
  });

  it('are told by all records: one that is looked at anywhere is read', async () => {
    const { unread } = await reportOf([
      { instruction: 'Q', input: 'I', note: 'x' },
      { prompt: 'Q', input: 'I', note: 'x' },
    ]);
    expect(unread).toEqual(['note']);
    expect((await reportOf([{ prompt: 'Q', input: 'I' }])).unread).toEqual(['input']);
  });

  it('are told through a reading that rests on another one', async () => {
    const pair = { prompt: 'Q', chosen: 'a', rejected: 'b', metadata: { score_chosen: 2, score_rejected: 1 } };
    const report = await reportOf([{ ...pair, source: 'web' }]);
    expect([report.shape, report.rows, report.unread]).toEqual(['ultrafeedback', 1, ['source']]);
  });

  it('give no advice where there are too few texts, where renaming would not help, or where pairs are read', async () => {
    expect((await reportOf([{ question: 'Q', good: 'a', id: 7 }])).renaming).toBeNull();
    expect((await reportOf([{ question: 'Q', good: 'a', bad: ' ' }])).renaming).toBeNull();
    // A prompt in messages does not go with answers that are texts.
    expect((await reportOf([{ prompt: [{ role: 'user', content: 'Q' }], good: 'a', bad: 'b' }])).renaming).toBeNull();
    const pair = { prompt: 'Q', chosen: 'a', rejected: 'b', source: 'web', topic: 'x' };
    expect(parts(await reportOf([pair]))).toMatchObject({ unread: ['source', 'topic'], renaming: null });
    // Read as prompts by a person's choice: the answers go by the right names already.
    expect(parts(await reportOf([pair], 'prompts'))).toMatchObject({ kind: 'prompts', renaming: null });
  });
});
