import type { DataProblem } from '../protocol.ts';
import type { PreferenceRow } from '../worlds/types.ts';
import { flatRelations, readRelations } from './readRelations.ts';
import { isFieldProblem, readText, withoutLoneSurrogates } from './readText.ts';

/** Files beyond this are refused before they are parsed. */
export const IMPORT_MAX_BYTES = 32 * 2 ** 20;
const FOUND_MAX_LENGTH = 60;

export interface ImportedRows {
  readonly rows: readonly PreferenceRow[];
  readonly problems: readonly DataProblem[];
  /** Non-empty lines read; `read = rows.length + problems.length`. */
  readonly read: number;
}

/**
 * JSON Lines in TRL's preference format: an object a line with strings `prompt`, `chosen`, `rejected`, optional finite
 * numbers `score_chosen`, `score_rejected`, and the optional fields of `RowRelations`, flat beside them. Each row is rebuilt field by field; a line that cannot be used becomes one
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
    const text = readText(field, fields.get(field), field === 'prompt');
    if (isFieldProblem(text)) return problem(text.problem, field, text.found, text.expected);
    texts.push(text);
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
  const relations = readRelations(fields, rejected);
  if (isFieldProblem(relations)) {
    return problem(relations.problem, relations.field, relations.found, relations.expected);
  }
  return { prompt, chosen, rejected, ...scores, ...(relations === undefined ? {} : { relations }) };
}

/** What was found, short enough to show. */
function describe(found: unknown): string {
  const text = typeof found === 'string' ? found : (JSON.stringify(found) ?? String(found));
  return withoutLoneSurrogates(text.length > FOUND_MAX_LENGTH ? `${text.slice(0, FOUND_MAX_LENGTH)}…` : text);
}

/** The rows as canonical JSON Lines: what a data hash is taken of. */
export function canonicalJsonl(rows: readonly PreferenceRow[]): string {
  return rows
    .map(({ prompt, chosen, rejected, score_chosen, score_rejected, relations }) =>
      JSON.stringify({
        prompt,
        chosen,
        rejected,
        ...(score_chosen === undefined ? {} : { score_chosen }),
        ...(score_rejected === undefined ? {} : { score_rejected }),
        ...flatRelations(relations),
      }),
    )
    .join('\n');
}
