import { Gunzip } from 'fflate';
import { EngineError } from '../../../errors.ts';
import type { Breathe } from '../types.ts';
import { unreadable } from './formatError.ts';

/** Compressed bytes between two breaths. */
const PIECE = 2 ** 16;

export function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

/**
 * Unpacks piece by piece, and gives up where the content grows beyond `most` bytes: a small file may hold gigabytes.
 *
 * @throws EngineError DATA_TOO_LARGE; DATA_UNREADABLE broken_gzip, where it is damaged or ends too early
 */
export async function gunzip(name: string, bytes: Uint8Array, most: number, breathe: Breathe): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let length = 0;
  let isWhole = false;
  const stream = new Gunzip((part, isFinal) => {
    parts.push(part);
    length += part.length;
    isWhole = isFinal;
  });
  for (let at = 0; at < bytes.length; at += PIECE) {
    try {
      stream.push(bytes.subarray(at, at + PIECE), at + PIECE >= bytes.length);
    } catch (cause) {
      throw unreadable(name, 'broken_gzip', cause instanceof Error ? cause.message : '', cause);
    }
    if (length > most) throw new EngineError('DATA_TOO_LARGE', { found: length, most });
    await breathe();
  }
  if (!isWhole) throw unreadable(name, 'broken_gzip');
  const whole = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
