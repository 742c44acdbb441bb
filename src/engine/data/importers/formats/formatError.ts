import { EngineError } from '../../../errors.ts';

/**
 * Why a file cannot be read at all: `reason` is a stable word that the page turns into a sentence, `detail` what a library said.
 */
export type UnreadableReason =
  | 'empty'
  | 'binary'
  | 'archive'
  | 'utf16'
  | 'html'
  | 'lfs_pointer'
  | 'not_parquet'
  | 'broken_gzip'
  | 'broken_json'
  | 'broken_parquet'
  | 'parquet_codec'
  | 'no_records';

/** @param name of the file */
export function unreadable(name: string, reason: UnreadableReason, detail = '', cause?: unknown): EngineError {
  return new EngineError('DATA_UNREADABLE', { name, reason, detail: detail.slice(0, 120) }, cause);
}
