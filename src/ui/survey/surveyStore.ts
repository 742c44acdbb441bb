import { type DBSchema, type IDBPDatabase, openDB } from 'idb';
import type { CellResult } from '../../engine/index.ts';

/** Results of a plan, by cell id. */
export type SurveyResults = Readonly<Record<string, CellResult>>;

/** Where results outlive the page. */
export interface SurveyStore {
  /** False where this browser keeps nothing. */
  readonly isLasting: boolean;
  load(link: string): Promise<SurveyResults>;
  save(link: string, results: SurveyResults): Promise<void>;
}

/** Surveys beyond this many are dropped, oldest first. */
const KEPT = 20;

interface SurveySchema extends DBSchema {
  surveys: {
    key: string;
    value: { link: string; savedAt: number; results: SurveyResults };
    indexes: { savedAt: number };
  };
}

/** A database of its own: raising the version of the engine's would wait for every open tab. */
async function openSurveys(): Promise<IDBPDatabase<SurveySchema> | null> {
  if (typeof indexedDB === 'undefined') return null;
  return openDB<SurveySchema>('alignment-playground-surveys', 1, {
    upgrade(database) {
      database.createObjectStore('surveys', { keyPath: 'link' }).createIndex('savedAt', 'savedAt');
    },
  }).catch(() => null);
}

/** In this browser's storage, by the survey's link; without storage for as long as the page lives. */
export async function openSurveyStore(): Promise<SurveyStore> {
  const database = await openSurveys();
  const inMemory = new Map<string, SurveyResults>();
  return {
    isLasting: database !== null,
    async load(link) {
      const stored = inMemory.get(link) ?? (await database?.get('surveys', link).catch(() => undefined))?.results;
      return stored ?? {};
    },
    async save(link, results) {
      inMemory.set(link, results);
      if (database === null) return;
      // Storage that is full costs only the reload.
      try {
        await database.put('surveys', { link, savedAt: Date.now(), results });
        const oldest = await database.getAllKeysFromIndex('surveys', 'savedAt');
        for (const old of oldest.slice(0, -KEPT)) await database.delete('surveys', old);
      } catch {}
    },
  };
}
