import type { DataProblem } from '../protocol.ts';
import type { PreferenceRow } from '../worlds/types.ts';
import { readRecord } from './importers/convertRecords.ts';
import { jsonlEntries } from './importers/formats/jsonl.ts';
import { pairs } from './importers/shapes/pairs.ts';
import { shortened } from './importers/shortened.ts';
import { flatRelations } from './readRelations.ts';

export interface ImportedRows {
  readonly rows: readonly PreferenceRow[];
  readonly problems: readonly DataProblem[];
  /** Non-empty lines read; `read = rows.length + problems.length`. */
  readonly read: number;
}

/**
 * JSON Lines in TRL's preference format at once, as bundled sets and exported folders have it: the shape `pairs`. A line that
 * cannot be used becomes one problem that says which line, which field, what was found and what was expected. Never throws.
 */
export function importJsonl(text: string): ImportedRows {
  const rows: PreferenceRow[] = [];
  const problems: DataProblem[] = [];
  for (const entry of jsonlEntries(text)) {
    if ('problem' in entry) {
      problems.push(entry);
      continue;
    }
    const reading = readRecord(pairs, entry.value);
    if ('problem' in reading) problems.push({ line: entry.line, ...reading, found: shortened(reading.found) });
    else if (reading.item.kind === 'pair') rows.push(reading.item.row);
  }
  return { rows, problems, read: rows.length + problems.length };
}

/** The rows as canonical JSON Lines: what a data hash is taken of. */
export function canonicalJsonl(rows: readonly PreferenceRow[]): string {
  return rows
    .map(({ prompt, rejected_prompt, chosen, rejected, score_chosen, score_rejected, relations }) =>
      JSON.stringify({
        prompt,
        ...(rejected_prompt === undefined ? {} : { rejected_prompt }),
        chosen,
        rejected,
        ...(score_chosen === undefined ? {} : { score_chosen }),
        ...(score_rejected === undefined ? {} : { score_rejected }),
        ...flatRelations(relations),
      }),
    )
    .join('\n');
}
