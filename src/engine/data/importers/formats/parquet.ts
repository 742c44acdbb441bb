import { gunzipSync, unzlibSync } from 'fflate';
import { EngineError } from '../../../errors.ts';
import type { Breathe, RawRecord } from '../types.ts';
import { unreadable } from './formatError.ts';

/** Rows decoded between two breaths. */
const ROWS = 500;

export function isParquet(bytes: Uint8Array): boolean {
  const word = (at: number) => String.fromCharCode(...bytes.subarray(at, at + 4));
  return bytes.length >= 12 && word(0) === 'PAR1' && word(bytes.length - 4) === 'PAR1';
}

/**
 * The first `most` rows of a parquet file: uncompressed, Snappy or gzip pages, nested lists and structs. Whole numbers of 64 bits
 * become ordinary ones. hyparquet is loaded when a first file asks for it.
 *
 * @returns the rows, and how many the file has
 * @throws EngineError DATA_UNREADABLE broken_parquet, parquet_codec {detail: its name}
 */
export async function readParquet(
  name: string,
  bytes: Uint8Array,
  most: number,
  breathe: Breathe,
): Promise<{ records: RawRecord[]; total: number }> {
  const { parquetMetadata, parquetReadObjects } = await import('hyparquet');
  const isWhole = bytes.byteLength === bytes.buffer.byteLength && bytes.buffer instanceof ArrayBuffer;
  const file = (isWhole ? bytes.buffer : bytes.slice().buffer) as ArrayBuffer;
  try {
    const metadata = parquetMetadata(file);
    const codecs = metadata.row_groups.flatMap(({ columns }) => columns.map(({ meta_data }) => meta_data?.codec ?? ''));
    const unknown = codecs.find((codec) => !CODECS.has(codec));
    if (unknown !== undefined) throw unreadable(name, 'parquet_codec', unknown);
    const total = Number(metadata.num_rows);
    const records: RawRecord[] = [];
    let groupStart = 0;
    for (const group of metadata.row_groups) {
      const rowStart = groupStart;
      const rowEnd = Math.min(groupStart + Number(group.num_rows), most);
      groupStart += Number(group.num_rows);
      if (rowStart >= rowEnd) break;
      const rows = await parquetReadObjects({ file, metadata, rowStart, rowEnd, compressors: { GZIP: inflated } });
      for (const row of rows) {
        records.push({ line: records.length + 1, value: plain(row) });
        if (records.length % ROWS === 0) await breathe();
      }
      await breathe();
    }
    return { records, total };
  } catch (cause) {
    if (cause instanceof EngineError) throw cause;
    // A reader that stumbles over bytes it took for something else has nothing to say to a person.
    const isStumble = cause instanceof TypeError || cause instanceof RangeError;
    throw unreadable(name, 'broken_parquet', cause instanceof Error && !isStumble ? cause.message : '', cause);
  }
}

const CODECS: ReadonlySet<string> = new Set(['UNCOMPRESSED', 'SNAPPY', 'GZIP']);

function inflated(page: Uint8Array): Uint8Array {
  // The format says gzip, and some writers use zlib's header.
  return page[0] === 0x1f ? gunzipSync(page) : unzlibSync(page);
}

/** Values as JSON would have them. */
function plain(value: unknown): unknown {
  if (typeof value === 'bigint') return Number(value);
  if (value instanceof Date) return value.toISOString();
  if (ArrayBuffer.isView(value)) return null; // Bytes: pictures and the like, nothing that can be trained on.
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, plain(inner)]));
}
