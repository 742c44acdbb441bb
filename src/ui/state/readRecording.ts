import { PROTOCOL_VERSION, type RecordedRun } from '../../engine/index.ts';

/**
 * A recording comes with the page, from the same host and under the same policy; yet an old copy in a cache, or a partial
 * one, must not break the page. The shape of its outer fields is checked; anything else counts as no recording.
 */
export function readRecording(value: unknown): RecordedRun | null {
  if (typeof value !== 'object' || value === null) return null;
  const fields = new Map<string, unknown>(Object.entries(value));
  const isComplete =
    fields.get('protocol') === PROTOCOL_VERSION &&
    typeof fields.get('link') === 'string' &&
    Array.isArray(fields.get('records')) &&
    Array.isArray(fields.get('evaluations'));
  return isComplete ? (value as RecordedRun) : null;
}

/** @returns null when there is none; the page then shows its empty state. */
export async function fetchRecording(path: string): Promise<RecordedRun | null> {
  try {
    const response = await fetch(new URL(path, document.baseURI));
    return response.ok ? readRecording(await response.json()) : null;
  } catch {
    return null;
  }
}
