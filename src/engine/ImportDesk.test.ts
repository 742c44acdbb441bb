import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { type Fetch, Hub } from './hub/Hub.ts';
import { fileAddress, treeAddress } from './hub/hubAddress.ts';
import { ImportDesk } from './ImportDesk.ts';
import { LoadedSources } from './loadedSources.ts';
import { functionSource } from './model/modelSource.ts';
import type { EngineEvent } from './protocol.ts';
import { ownRows } from './storage/ownRows.ts';

const publicFolder = fileURLToPath(new URL('../../public/', import.meta.url));
const SET = { dataset: 'a/b', revision: 'main' };
const TEXT = Array.from({ length: 12 }, (_, i) => `{"prompt":"p${i}","chosen":"yes","rejected":"no"}`).join('\n');
const FILE = { path: 'train.jsonl', bytes: TEXT.length, contentHash: 'git' };

function open(fetch?: Fetch) {
  const events: EngineEvent[] = [];
  const read: string[] = [];
  const source = (folder: string) =>
    functionSource((path) => {
      read.push(path);
      return readFile(`${publicFolder}${folder}${path}`);
    });
  const breathe = () => new Promise<void>((resolve) => setImmediate(resolve));
  const rows = ownRows(null, breathe);
  const cache = { get: async () => null, put: async () => undefined };
  const hub = fetch && new Hub(fetch, cache);
  const environment = { emit: (event: EngineEvent) => events.push(event), ownRows: rows, breathe, ...(hub && { hub }) };
  return { desk: new ImportDesk(environment, new LoadedSources(source, rows)), events, read };
}

const hashOf = (events: readonly EngineEvent[]) => {
  const event = events.find(({ type }) => type === 'data');
  return event?.type === 'data' ? event.report.hash : '';
};

describe('ImportDesk', () => {
  it('shows rows a page at a time, and none of what it does not have', async () => {
    const { desk, events } = open();
    await desk.handle({ type: 'import', name: 'a.jsonl', content: TEXT });
    const hash = hashOf(events);
    await desk.handle({ type: 'rows', hash, from: 10, count: 5 });
    expect(events.at(-1)).toEqual({
      type: 'rows',
      hash,
      from: 10,
      rows: [10, 11].map((i) => ({ prompt: `p${i}`, chosen: 'yes', rejected: 'no' })),
    });
    await desk.handle({ type: 'rows', hash: 'other', from: 0, count: 5 });
    expect(events.at(-1)).toMatchObject({ rows: [] });
  });

  it('measures with the tokenizer of the model, without loading its weights; the newest question counts', async () => {
    const { desk, events, read } = open();
    const many = TEXT.split('\n')
      .flatMap((line) => Array.from({ length: 20 }, () => line))
      .join('\n');
    await desk.handle({ type: 'import', name: 'a.jsonl', content: many });
    const hash = hashOf(events);
    const first = desk.handle({ type: 'measureData', hash, model: 'nano-1', maxLength: 128 });
    await desk.handle({ type: 'measureData', hash, model: 'nano-1', maxLength: 5 });
    await first;
    const measured = events.filter(({ type }) => type === 'dataTokens');
    expect(measured).toHaveLength(1);
    expect(measured[0]).toMatchObject({
      tokens: { hash, model: 'nano-1', maxLength: 5, measured: 240, truncated: 240 },
    });
    expect(read.filter((path) => path.endsWith('.safetensors'))).toEqual([]);
    await expect(
      desk.handle({ type: 'measureData', hash: 'gone', model: 'nano-1', maxLength: 5 }),
    ).rejects.toMatchObject({
      code: 'DATA_HASH_MISMATCH',
    });
  });

  it('lists and fetches from the Hub, and names the rows after the set and its revision', async () => {
    const { desk, events } = open(async (address) =>
      address === treeAddress(SET)
        ? Response.json([{ type: 'file', path: FILE.path, size: FILE.bytes, oid: FILE.contentHash }])
        : new Response(TEXT),
    );
    await desk.handle({ type: 'listHub', dataset: 'https://huggingface.co/datasets/a/b', revision: '' });
    expect(events).toEqual([{ type: 'hubFiles', ...SET, files: [FILE], others: 0 }]);
    await desk.handle({ type: 'importHub', ...SET, file: FILE });
    expect(events.map(({ type }) => type)).toEqual(['hubFiles', 'hubProgress', 'data']);
    expect(events[1]).toEqual({ type: 'hubProgress', loaded: TEXT.length, total: TEXT.length, isCached: false });
    expect(events[2]).toMatchObject({ report: { name: 'a/b@main/train.jsonl', shape: 'pairs', accepted: 12 } });
  });

  it('calls a download off: no error, no rows', async () => {
    const asked: string[] = [];
    const { desk, events } = open(
      (address, { signal }) =>
        new Promise((_, reject) => {
          asked.push(address);
          signal.addEventListener('abort', () => reject(signal.reason));
        }),
    );
    const fetching = desk.handle({ type: 'importHub', ...SET, file: FILE });
    await new Promise((resolve) => setImmediate(resolve));
    await desk.handle({ type: 'cancelHub' });
    await fetching;
    expect(asked).toEqual([fileAddress(SET, FILE.path)]);
    expect(events).toEqual([{ type: 'hubCancelled' }]);
  });

  it('says so where there is no Hub to ask', async () => {
    const { desk } = open();
    await expect(desk.handle({ type: 'listHub', dataset: 'a/b', revision: '' })).rejects.toMatchObject({
      code: 'HUB_OFFLINE',
    });
  });
});
