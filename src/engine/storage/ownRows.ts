import { canonicalJsonl, IMPORT_MAX_BYTES, importJsonl } from '../data/importJsonl.ts';
import { sha256HexOfText } from '../data/sha256.ts';
import { EngineError } from '../errors.ts';
import type { DataReport } from '../protocol.ts';
import type { PreferenceRow } from '../worlds/types.ts';
import type { PlaygroundDatabase } from './database.ts';

const PROBLEMS_LISTED = 100;
const SAMPLE_ROWS = 5;

/** Rows a person brought. They stay in this browser, under their hash. */
export interface OwnRows {
  /** @throws EngineError DATA_TOO_LARGE, DATA_NO_PAIRS */
  import(name: string, text: string): Promise<DataReport>;
  load(hash: string): Promise<readonly PreferenceRow[] | null>;
}

export function ownRows(database: PlaygroundDatabase | null): OwnRows {
  const inMemory = new Map<string, readonly PreferenceRow[]>();
  return {
    async import(name, text) {
      if (text.length > IMPORT_MAX_BYTES)
        throw new EngineError('DATA_TOO_LARGE', { found: text.length, most: IMPORT_MAX_BYTES });
      const { rows, problems, read } = importJsonl(text);
      const hash = sha256HexOfText(canonicalJsonl(rows));
      inMemory.set(hash, rows);
      // Storage that is full or refused costs only the reload: the rows are in memory.
      if (rows.length > 0) await database?.put('ownRows', { hash, name, rows }).catch(() => undefined);
      const longer = rows.filter(({ chosen, rejected }) => chosen.length > rejected.length).length;
      return {
        name,
        hash,
        read,
        accepted: rows.length,
        problems: problems.slice(0, PROBLEMS_LISTED),
        problemsOmitted: Math.max(0, problems.length - PROBLEMS_LISTED),
        sample: rows.slice(0, SAMPLE_ROWS),
        chosenLongerShare: rows.length === 0 ? 0 : longer / rows.length,
      };
    },
    async load(hash) {
      return inMemory.get(hash) ?? (await database?.get('ownRows', hash))?.rows ?? null;
    },
  };
}
