import { withoutLoneSurrogates } from '../readText.ts';

const FOUND_MAX_LENGTH = 60;

/** What was found, short enough to show. */
export function shortened(found: unknown): string {
  const text = typeof found === 'string' ? found : (JSON.stringify(found) ?? String(found));
  return withoutLoneSurrogates(text.length > FOUND_MAX_LENGTH ? `${text.slice(0, FOUND_MAX_LENGTH)}…` : text);
}
