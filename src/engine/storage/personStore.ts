import { type DBSchema, type IDBPDatabase, openDB } from 'idb';
import type { PersonSet } from '../person/types.ts';

/** What a person has judged: kept in this browser, never anywhere else. */
export interface PersonStore {
  load(): Promise<PersonSet>;
  /** False where the browser refused (storage full): kept then while the page is open. */
  save(set: PersonSet): Promise<boolean>;
}

interface PersonSchema extends DBSchema {
  sets: { key: string; value: PersonSet };
}

type PersonDatabase = IDBPDatabase<PersonSchema>;

const KEY = 'mine';
const EMPTY: PersonSet = { judged: [], waiting: [], next: 0 };

/** A database of its own: judgements outlive changes to how runs are stored. Null where the browser has none. */
export async function openPersonDatabase(): Promise<PersonDatabase | null> {
  if (typeof indexedDB === 'undefined') return null;
  try {
    return await openDB<PersonSchema>('alignment-playground-person', 1, {
      upgrade(database) {
        database.createObjectStore('sets');
      },
    });
  } catch {
    return null;
  }
}

/** @param database null: kept in memory */
export function personStore(database: PersonDatabase | null): PersonStore {
  let inMemory = EMPTY;
  return {
    async load() {
      return (await database?.get('sets', KEY).catch(() => undefined)) ?? inMemory;
    },
    async save(set) {
      inMemory = set;
      try {
        await database?.put('sets', set, KEY);
        return database !== null;
      } catch {
        return false;
      }
    },
  };
}
