import { type ImportedData, importRecords } from '../data/importers/importRecords.ts';
import { readRecords } from '../data/importers/readRecords.ts';
import type { Breathe, RawRecords } from '../data/importers/types.ts';
import { EngineError } from '../errors.ts';
import type { DataReport, ImportedRow, ShapeId } from '../protocol.ts';
import type { PreferenceRow } from '../worlds/types.ts';
import type { PlaygroundDatabase } from './database.ts';

/** Rows a person brought. They stay in this browser, under their hash. */
export interface OwnRows {
  /**
   * @param wanted the hash that a link asks for: a fitting shape that gives it is taken
   * @returns null where another import began meanwhile
   * @throws EngineError DATA_TOO_LARGE, DATA_UNREADABLE
   */
  import(name: string, content: string | Uint8Array, wanted?: string): Promise<DataReport | null>;
  /** The records of the last import under another shape. @throws EngineError DATA_NOT_FOUND where there are none */
  reread(shape: ShapeId): Promise<DataReport | null>;
  load(hash: string): Promise<readonly PreferenceRow[] | null>;
  /** All rows of a hash to look at: prompts alone too, which `load` does not give. */
  shown(hash: string): Promise<readonly ImportedRow[] | null>;
}

/** @param breathe lets whatever waits have its turn: a large file takes seconds */
export function ownRows(database: PlaygroundDatabase | null, breathe: Breathe = async () => undefined): OwnRows {
  const inMemory = new Map<string, readonly PreferenceRow[]>();
  let last: { readonly name: string; readonly records: RawRecords } | null = null;
  let prompts: { readonly hash: string; readonly shown: readonly ImportedRow[] } | null = null;
  let imports = 0;

  async function keep(name: string, { report, rows, shown }: ImportedData): Promise<DataReport> {
    const { hash, kind } = report;
    // Prompts alone are to look at: nothing here trains on them, so they are not stored.
    if (kind === 'prompts') prompts = { hash, shown };
    else {
      inMemory.set(hash, rows);
      // Storage that is full or refused costs only the reload: the rows are in memory.
      if (rows.length > 0) await database?.put('ownRows', { hash, name, rows }).catch(() => undefined);
    }
    return report;
  }

  async function convert(own: number, shape?: ShapeId, wanted?: string): Promise<DataReport | null> {
    if (last === null) throw new EngineError('DATA_NOT_FOUND', { data: 'own' });
    const { name, records } = last;
    const options = { ...(shape === undefined ? {} : { shape }), ...(wanted === undefined ? {} : { wanted }), breathe };
    const data = await importRecords(name, records, options);
    return own === imports ? keep(name, data) : null;
  }

  const load: OwnRows['load'] = async (hash) =>
    inMemory.get(hash) ?? (await database?.get('ownRows', hash))?.rows ?? null;

  return {
    async import(name, content, wanted) {
      const own = ++imports;
      const records = await readRecords(name, content, breathe);
      if (own !== imports) return null;
      last = { name, records };
      return convert(own, undefined, wanted);
    },
    reread: (shape) => convert(++imports, shape),
    load,
    shown: async (hash) => (prompts?.hash === hash ? prompts.shown : load(hash)),
  };
}
