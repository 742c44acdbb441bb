import type { DataProblem } from '../protocol.ts';
import type { PreferenceRow } from '../worlds/types.ts';

/** Files beyond this are refused before they are parsed. */
export const IMPORT_MAX_BYTES = 32 * 2 ** 20;
const TEXT_MAX_LENGTH = 20_000;
const FOUND_MAX_LENGTH = 60;

export interface ImportedRows {
  readonly rows: readonly PreferenceRow[];
  readonly problems: readonly DataProblem[];
  /** Non-empty lines read; `read = rows.length + problems.length`. */
  readonly read: number;
}

/**
 * JSON Lines in TRL's preference format: an object a line with strings `prompt`, `chosen`, `rejected`, and optional finite
 * numbers `score_chosen`, `score_rejected`. Each row is rebuilt field by field; a line that cannot be used becomes one
 * problem that says which line, which field, what was found and what was expected. Never throws.
 */
export function importJsonl(text: string): ImportedRows {
  const rows: PreferenceRow[] = [];
  const problems: DataProblem[] = [];
  let read = 0;
  const lines = text.replace(/^\u{FEFF}/u, '').split(/\r\n|\n|\r/);
  for (const [index, line] of lines.entries()) {
    if (line.trim() === '') continue;
    read++;
    const result = readRow(line, index + 1);
    if ('problem' in result) problems.push(result);
    else rows.push(result);
  }
  return { rows, problems, read };
}

function readRow(line: string, lineNumber: number): PreferenceRow | DataProblem {
  const problem = (kind: string, field: string | null, found: unknown, expected: string): DataProblem => ({
    line: lineNumber,
    problem: kind,
    field,
    found: describe(found),
    expected,
  });
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return problem('not_json', null, line, 'a JSON object on one line');
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return problem('not_object', null, value, 'an object with prompt, chosen and rejected');
  }
  const fields = new Map(Object.entries(value));
  const texts: string[] = [];
  for (const field of ['prompt', 'chosen', 'rejected']) {
    if (!fields.has(field)) return problem('missing_field', field, [...fields.keys()].join(', '), 'a text');
    const found = fields.get(field);
    if (typeof found !== 'string') return problem('wrong_type', field, found, 'a text');
    if (found.length > TEXT_MAX_LENGTH) {
      return problem('too_long', field, `${found.length} characters`, `at most ${TEXT_MAX_LENGTH} characters`);
    }
    if (field !== 'prompt' && found.trim() === '')
      return problem('empty_text', field, found, 'a text that is not empty');
    texts.push(wellFormed(found));
  }
  const [prompt = '', chosen = '', rejected = ''] = texts;
  if (chosen === rejected) return problem('identical', 'rejected', rejected, 'a text that differs from chosen');
  const scores: { score_chosen?: number; score_rejected?: number } = {};
  for (const field of ['score_chosen', 'score_rejected'] as const) {
    const found = fields.get(field);
    if (found === undefined || found === null) continue;
    if (typeof found !== 'number' || !Number.isFinite(found))
      return problem('wrong_type', field, found, 'a finite number');
    scores[field] = found;
  }
  return { prompt, chosen, rejected, ...scores };
}

/** What was found, short enough to show. */
function describe(found: unknown): string {
  const text = typeof found === 'string' ? found : (JSON.stringify(found) ?? String(found));
  return wellFormed(text.length > FOUND_MAX_LENGTH ? `${text.slice(0, FOUND_MAX_LENGTH)}…` : text);
}

/** The rows as canonical JSON Lines: what a data hash is taken of. */
export function canonicalJsonl(rows: readonly PreferenceRow[]): string {
  return rows
    .map(({ prompt, chosen, rejected, score_chosen, score_rejected }) =>
      JSON.stringify({
        prompt,
        chosen,
        rejected,
        ...(score_chosen === undefined ? {} : { score_chosen }),
        ...(score_rejected === undefined ? {} : { score_rejected }),
      }),
    )
    .join('\n');
}

/** Lone surrogates replaced: text that any encoder accepts. */
function wellFormed(text: string): string {
  return text.replace(/\p{Cs}/gu, '\u{FFFD}');
}
