import { EngineError } from '../../errors.ts';
import type { DataProblem, ImportFormat } from '../../protocol.ts';
import { readCsv } from './formats/csv.ts';
import { unreadable } from './formats/formatError.ts';
import { gunzip, isGzip } from './formats/gzip.ts';
import { jsonRecords } from './formats/json.ts';
import { readJsonl } from './formats/jsonl.ts';
import { isParquet, readParquet } from './formats/parquet.ts';
import type { Breathe, RawRecord, RawRecords } from './types.ts';

/** Bytes of a file, as it came and unpacked. */
export const IMPORT_MAX_BYTES = 128 * 2 ** 20;
/** Records beyond this are counted, not read: small models learn all they can from far fewer. */
export const IMPORT_MAX_RECORDS = 50_000;

/**
 * The records of a file or a pasted text. What it is, its own bytes say, and its name where they leave it open.
 *
 * @throws EngineError DATA_TOO_LARGE; DATA_UNREADABLE {name, reason, detail} where it is no preference file of a known format
 */
export async function readRecords(name: string, content: string | Uint8Array, breathe: Breathe): Promise<RawRecords> {
  const length = typeof content === 'string' ? content.length : content.length;
  if (length > IMPORT_MAX_BYTES) throw new EngineError('DATA_TOO_LARGE', { found: length, most: IMPORT_MAX_BYTES });
  const gzipped = typeof content !== 'string' && isGzip(content);
  const unpacked = gzipped ? await gunzip(name, content, IMPORT_MAX_BYTES, breathe) : content;
  const inner = gzipped ? name.replace(/\.gz(ip)?$/i, '') : name;
  const read = await readUnpacked(inner, unpacked, breathe);
  const problems = [...read.problems];
  for (let line = read.records.length + 1; line <= read.total; line++) problems.push(beyondLimit(line));
  for (const { line } of read.records.slice(IMPORT_MAX_RECORDS)) problems.push(beyondLimit(line));
  if (read.records.length + problems.length === 0) throw unreadable(name, 'no_records');
  return { format: read.format, gzipped, records: read.records.slice(0, IMPORT_MAX_RECORDS), problems };
}

interface Unpacked {
  readonly format: ImportFormat;
  readonly records: readonly RawRecord[];
  readonly problems: readonly DataProblem[];
  /** Records of the file where not all were read, else 0. */
  readonly total: number;
}

function beyondLimit(line: number): DataProblem {
  const expected = `at most ${IMPORT_MAX_RECORDS} records`;
  return { line, problem: 'beyond_limit', field: null, found: `record ${line}`, expected };
}

async function readUnpacked(name: string, content: string | Uint8Array, breathe: Breathe): Promise<Unpacked> {
  if (typeof content !== 'string') {
    if (isParquet(content)) {
      const read = await readParquet(name, content, IMPORT_MAX_RECORDS, breathe);
      return { format: 'parquet', problems: [], ...read };
    }
    refuseBinary(name, content);
  }
  const text = typeof content === 'string' ? content : new TextDecoder().decode(content);
  refuseOtherText(name, text);
  if (/\.parquet$/i.test(name)) throw unreadable(name, 'not_parquet');
  await breathe();
  if (/\.(csv|tsv)$/i.test(name)) return { format: 'csv', total: 0, ...(await readCsv(text, breathe)) };
  const start = /^[\u{FEFF}\s]*(.?)/u.exec(text)?.[1] ?? '';
  const isLines = /\.(jsonl|ndjson)$/i.test(name);
  if (start === '[' || (start === '{' && (!isLines || !isJsonLine(text)))) {
    const value = wholeJson(text);
    if (value !== undefined) return { format: 'json', total: 0, problems: [], records: jsonRecords(value) };
    // A list that does not end cannot be read in part: its records have no borders of their own.
    if (start === '[' && !isLines && !isJsonLine(text)) throw unreadable(name, 'broken_json', jsonFault(text));
  } else if (!isLines && looksTabular(text)) {
    return { format: 'csv', total: 0, ...(await readCsv(text, breathe)) };
  }
  return { format: 'jsonl', total: 0, ...(await readJsonl(text, breathe)) };
}

function refuseBinary(name: string, bytes: Uint8Array): void {
  const [a, b] = bytes;
  if (bytes.length === 0) throw unreadable(name, 'empty');
  if (a === 0x50 && b === 0x4b) throw unreadable(name, 'archive');
  if ((a === 0xff && b === 0xfe) || (a === 0xfe && b === 0xff)) throw unreadable(name, 'utf16');
  if (String.fromCharCode(...bytes.subarray(0, 4)) === 'PAR1') throw unreadable(name, 'broken_parquet', 'cut short');
  if (bytes.subarray(0, 4096).includes(0)) throw unreadable(name, 'binary');
}

function refuseOtherText(name: string, text: string): void {
  const head = text.slice(0, 200).trimStart().toLowerCase();
  if (text.trim() === '') throw unreadable(name, 'empty');
  if (head.startsWith('version https://git-lfs')) throw unreadable(name, 'lfs_pointer');
  if (head.startsWith('<!doctype html') || head.startsWith('<html')) throw unreadable(name, 'html');
}

/** Whether the first line with something on it is JSON by itself. */
function isJsonLine(text: string): boolean {
  const line = /[^\r\n]*\S[^\r\n]*/.exec(text.replace(/^\u{FEFF}/u, ''))?.[0] ?? '';
  return wholeJson(line) !== undefined && line.trim().length < text.trim().length;
}

function wholeJson(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\u{FEFF}/u, ''));
  } catch {
    return undefined;
  }
}

function jsonFault(text: string): string {
  try {
    JSON.parse(text);
    return '';
  } catch (fault) {
    return fault instanceof Error ? fault.message : '';
  }
}

/** Whether the first line names known fields between separators: then a pasted text is a table. */
function looksTabular(text: string): boolean {
  const [header = ''] = text.split(/[\r\n]/, 1);
  const names = header.split(/[,;\t]/).map((name) => name.replaceAll('"', '').trim().toLowerCase());
  return (
    names.length > 1 &&
    names.some((name) => /^(prompt|chosen|rejected|instruction|question|completion|label)$/.test(name))
  );
}
