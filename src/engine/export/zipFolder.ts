import { Zip, ZipDeflate, ZipPassThrough } from 'fflate';
import { EngineError } from '../errors.ts';
import type { ExportFile } from './exportFile.ts';

/** Bytes between two breaths: about a hundredth of a second of compression. */
const SLICE = 2 ** 18;
/** Weights are as good as random: compressing them costs time and saves nothing. */
const STORED = /\.safetensors$/;
/** The same files give the same bytes: zip cannot leave the time out, and knows none earlier. */
const NO_TIME = new Date(1980, 0, 1);

/**
 * Files below one folder as a zip.
 *
 * @param breathe called between slices, so that commands which wait get their turn
 */
export async function zipFolder(
  folder: string,
  files: readonly ExportFile[],
  breathe: () => Promise<void>,
): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let failure: Error | null = null;
  const zip = new Zip((error, chunk) => {
    if (error) failure = error;
    else chunks.push(chunk);
  });
  for (const { path, content } of files) {
    const name = `${folder}/${path}`;
    const entry = STORED.test(path) ? new ZipPassThrough(name) : new ZipDeflate(name, { level: 6 });
    entry.mtime = NO_TIME;
    zip.add(entry);
    for (const slice of slices(content)) {
      entry.push(slice);
      await breathe();
    }
    entry.push(new Uint8Array(), true);
  }
  zip.end();
  if (failure !== null) throw new EngineError('BACKEND_FAILED', { detail: String(failure) }, failure);
  return joined(chunks);
}

function* slices(content: ExportFile['content']): Iterable<Uint8Array> {
  const encoder = new TextEncoder();
  for (const part of content) {
    const bytes = typeof part === 'string' ? encoder.encode(part) : part;
    for (let at = 0; at < bytes.length; at += SLICE) yield bytes.subarray(at, at + SLICE);
  }
}

function joined(chunks: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(chunks.reduce((sum, chunk) => sum + chunk.length, 0));
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}
