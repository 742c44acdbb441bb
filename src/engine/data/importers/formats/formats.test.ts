import { gzipSync, strToU8, zipSync } from 'fflate';
import { type ColumnSource, parquetWriteBuffer } from 'hyparquet-writer';
import { describe, expect, it } from 'vitest';
import { IMPORT_MAX_RECORDS, readRecords } from '../readRecords.ts';
import { gunzip } from './gzip.ts';

const breathe = async () => undefined;
const read = (name: string, content: string | Uint8Array) => readRecords(name, content, breathe);
const values = async (name: string, content: string | Uint8Array) =>
  (await read(name, content)).records.map(({ value }) => value);
const bytes = (text: string) => new TextEncoder().encode(text);
const zipped = (page: Uint8Array) => gzipSync(page);
const stored = (page: Uint8Array) => page;
const ROW = { prompt: 'Q\n', chosen: 'yes', rejected: 'no' };

describe('JSON Lines', () => {
  it('keeps line numbers over empty lines, any line end and a byte order mark', async () => {
    const { records, problems, format } = await read('a.jsonl', '\u{FEFF}{"a":1}\r\n\r\n{"a":2}\rnot json\n{"a":3}');
    expect(format).toBe('jsonl');
    expect(records).toEqual([
      { line: 1, value: { a: 1 } },
      { line: 3, value: { a: 2 } },
      { line: 5, value: { a: 3 } },
    ]);
    expect(problems).toEqual([expect.objectContaining({ line: 4, problem: 'not_json', found: 'not json' })]);
  });

  it('is recognised under the name .json and in a pasted text', async () => {
    const lines = `${JSON.stringify(ROW)}\n${JSON.stringify(ROW)}`;
    for (const name of ['a.json', 'a.txt', 'pasted']) {
      expect(await read(name, lines)).toMatchObject({ format: 'jsonl', records: [{ line: 1 }, { line: 2 }] });
    }
  });
});

describe('JSON', () => {
  it.each([
    ['a list', [ROW, ROW]],
    ['a list in an object', { version: 1, data: [ROW, ROW] }],
    [
      'rows of the Hub’s viewer',
      {
        features: [],
        rows: [
          { row_idx: 0, row: ROW },
          { row_idx: 1, row: ROW },
        ],
      },
    ],
    ['columns', { prompt: ['Q\n', 'Q\n'], chosen: ['yes', 'yes'], rejected: ['no', 'no'] }],
  ])('reads %s', async (_, value) => {
    expect(await values('a.json', JSON.stringify(value, null, 2))).toEqual([ROW, ROW]);
  });

  it('takes a record with a list of messages as a record', async () => {
    const record = { messages: [{ role: 'user', content: 'Q' }], label: true };
    expect(await values('a.json', JSON.stringify(record, null, 2))).toEqual([record]);
  });

  it('says where a list is broken: its records have no borders', async () => {
    await expect(read('a.json', '[{"a": 1}, {"a": ')).rejects.toMatchObject({
      code: 'DATA_UNREADABLE',
      data: { name: 'a.json', reason: 'broken_json' },
    });
  });
});

describe('CSV', () => {
  it('reads quoted cells with commas, quotes and line breaks; answers stay texts, scores become numbers', async () => {
    const csv =
      'prompt,chosen,rejected,score_chosen\r\n"What, then?\nTell.","He said ""yes""",42,1.5\r\nb,007,true,\r\n';
    expect(await values('a.csv', csv)).toEqual([
      { prompt: 'What, then?\nTell.', chosen: 'He said "yes"', rejected: '42', score_chosen: 1.5 },
      { prompt: 'b', chosen: '007', rejected: 'true' },
    ]);
  });

  it('reads semicolons, tabs, labels and cells that hold JSON', async () => {
    expect(await values('a.csv', 'prompt;completion;label\nQ;yes;True\nQ;no;FALSE')).toEqual([
      { prompt: 'Q', completion: 'yes', label: true },
      { prompt: 'Q', completion: 'no', label: false },
    ]);
    const messages = '"[{""role"": ""user"", ""content"": ""Q""}]"';
    expect(await values('a.tsv', `messages\tlabel\n${messages}\t1`)).toEqual([
      { messages: [{ role: 'user', content: 'Q' }], label: 1 },
    ]);
  });

  it('keeps a column of texts that only begin like JSON', async () => {
    expect(await values('a.csv', 'prompt,chosen\na,[1]\nb,[oops')).toEqual([
      { prompt: 'a', chosen: '[1]' },
      { prompt: 'b', chosen: '[oops' },
    ]);
  });

  it('reports rows with more or fewer cells than the header, and what follows a quote that never closes', async () => {
    const { records, problems } = await read('a.csv', 'prompt,chosen,rejected\na,b,c\na,b\na,b,c,d\ne,f,g');
    expect(records.map(({ line }) => line)).toEqual([1, 4]);
    expect(problems).toMatchObject([
      { line: 2, problem: 'csv_cells', found: '2 cells', expected: '3 cells, as the header has' },
      { line: 3, problem: 'csv_cells', found: '4 cells' },
    ]);
    const open = await read('b.csv', 'prompt,chosen,rejected\na,b,c\n"a,b,c\nd,e,f');
    expect(open.records.map(({ line }) => line)).toEqual([1]);
    expect(open.problems).toMatchObject([{ line: 2, problem: 'csv_quotes' }]);
  });
});

describe('parquet', () => {
  const columns: ColumnSource[] = [
    { name: 'prompt', data: ['a', 'b'], type: 'STRING' },
    { name: 'score_chosen', data: [1.5, 2], type: 'DOUBLE' },
    { name: 'source_index', data: [7n, 8n], type: 'INT64' },
    { name: 'chosen', data: [[{ role: 'user', content: 'a' }], [{ role: 'user', content: 'b' }]], type: 'JSON' },
  ];

  it('reads strings, numbers of 64 bits and nested values', async () => {
    const file = new Uint8Array(parquetWriteBuffer({ columnData: columns }));
    expect(await read('a.parquet', file)).toMatchObject({ format: 'parquet', gzipped: false, problems: [] });
    expect(await values('whatever', file)).toEqual([
      { prompt: 'a', score_chosen: 1.5, source_index: 7, chosen: [{ role: 'user', content: 'a' }] },
      { prompt: 'b', score_chosen: 2, source_index: 8, chosen: [{ role: 'user', content: 'b' }] },
    ]);
  });

  it('reads several row groups in order, and gzipped pages', async () => {
    const data = Array.from({ length: 2500 }, (_, i) => `p${i}`);
    const file = parquetWriteBuffer({
      columnData: [{ name: 'prompt', data, type: 'STRING' }],
      rowGroupSize: 1000,
      codec: 'GZIP',
      compressors: { GZIP: zipped },
    });
    const rows = await values('a.parquet', new Uint8Array(file));
    expect(rows).toEqual(data.map((prompt) => ({ prompt })));
  });

  it('says what it cannot read: other codecs, cut files, other files under that name', async () => {
    const zstd = parquetWriteBuffer({
      columnData: [{ name: 'prompt', data: ['a'], type: 'STRING' }],
      codec: 'ZSTD',
      compressors: { ZSTD: stored },
    });
    const reason = (name: string, file: Uint8Array) =>
      expect(read(name, file)).rejects.toMatchObject({ code: 'DATA_UNREADABLE' });
    await expect(read('a.parquet', new Uint8Array(zstd))).rejects.toMatchObject({
      data: { reason: 'parquet_codec', detail: 'ZSTD' },
    });
    await reason('a.parquet', new Uint8Array(zstd).slice(0, 40));
    // Damage within: no words of the library's own stumbling.
    const hollow = new Uint8Array([...bytes('PAR1'), ...new Uint8Array(100), ...bytes('PAR1')]);
    await expect(read('a.parquet', hollow)).rejects.toMatchObject({ data: { reason: 'broken_parquet', detail: '' } });
    await expect(read('a.parquet', bytes('prompt,chosen'))).rejects.toMatchObject({ data: { reason: 'not_parquet' } });
  });
});

describe('gzip', () => {
  it.each(['a.jsonl.gz', 'a.gz'])('unpacks %s and looks again', async (name) => {
    const file = gzipSync(strToU8(`${JSON.stringify(ROW)}\n${JSON.stringify(ROW)}`));
    expect(await read(name, file)).toMatchObject({
      format: 'jsonl',
      gzipped: true,
      records: [{ line: 1 }, { line: 2 }],
    });
  });

  it('unpacks CSV, JSON and parquet alike, and files made of several streams', async () => {
    expect(await read('a.csv.gz', gzipSync(strToU8('prompt,chosen\na,b')))).toMatchObject({ format: 'csv' });
    expect(await read('a.json.gz', gzipSync(strToU8(JSON.stringify([ROW]))))).toMatchObject({ format: 'json' });
    const parquet = parquetWriteBuffer({ columnData: [{ name: 'prompt', data: ['a'], type: 'STRING' }] });
    expect(await read('a.parquet.gz', gzipSync(new Uint8Array(parquet)))).toMatchObject({ format: 'parquet' });
    const [one, two] = [ROW, ROW].map((row) => gzipSync(strToU8(`${JSON.stringify(row)}\n`)));
    const both = new Uint8Array([...(one ?? []), ...(two ?? [])]);
    expect(await values('a.jsonl.gz', both)).toEqual([ROW, ROW]);
  });

  it('says that it is cut or damaged, and stops before it fills the memory', async () => {
    const file = gzipSync(strToU8('x'.repeat(300_000)), { level: 9 });
    await expect(read('a.gz', file.slice(0, file.length - 20))).rejects.toMatchObject({
      data: { reason: 'broken_gzip' },
    });
    await expect(gunzip('a.gz', file, 100_000, breathe)).rejects.toMatchObject({
      code: 'DATA_TOO_LARGE',
      data: { most: 100_000 },
    });
  });
});

describe('what is no preference file', () => {
  const reasonOf = async (name: string, content: string | Uint8Array) =>
    read(name, content).then(
      () => 'read',
      ({ code, data }: { code: string; data: { reason: string } }) => `${code} ${data.reason}`,
    );

  it.each([
    ['an empty file', 'a.jsonl', new Uint8Array()],
    ['white space', 'a.jsonl', bytes('  \n ')],
  ])('%s', async (_, name, content) => {
    expect(await reasonOf(name, content)).toBe('DATA_UNREADABLE empty');
  });

  it('a picture, an archive, UTF-16, a page, a pointer to a large file', async () => {
    expect(await reasonOf('a.png', Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0, 1))).toBe('DATA_UNREADABLE binary');
    expect(await reasonOf('a.zip', zipSync({ 'a.txt': strToU8('a') }))).toBe('DATA_UNREADABLE archive');
    expect(await reasonOf('a.csv', Uint8Array.of(0xff, 0xfe, 0x61, 0))).toBe('DATA_UNREADABLE utf16');
    expect(await reasonOf('a.json', bytes('<!DOCTYPE html><html></html>'))).toBe('DATA_UNREADABLE html');
    expect(
      await reasonOf('a.jsonl', bytes('version https://git-lfs.github.com/spec/v1\noid sha256:ab\nsize 1\n')),
    ).toBe('DATA_UNREADABLE lfs_pointer');
  });

  it('counts records beyond the limit, and reads none of them', async () => {
    const lines = Array.from({ length: IMPORT_MAX_RECORDS + 3 }, (_, i) => `{"prompt":"${i}"}`).join('\n');
    const { records, problems } = await read('a.jsonl', lines);
    expect(records).toHaveLength(IMPORT_MAX_RECORDS);
    expect(problems.map(({ problem }) => problem)).toEqual(['beyond_limit', 'beyond_limit', 'beyond_limit']);
  });
});
