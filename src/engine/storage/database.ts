import { type DBSchema, type IDBPDatabase, openDB } from 'idb';
import type { RunId } from '../protocol.ts';
import type { Snapshot } from '../train/snapshot.ts';
import type { PreferenceRow } from '../worlds/types.ts';

interface PlaygroundSchema extends DBSchema {
  snapshots: { key: [RunId, number]; value: Snapshot; indexes: { savedAt: number } };
  /** Own rows by their hash, so that a reload finds them. */
  ownRows: { key: string; value: { hash: string; name: string; rows: readonly PreferenceRow[] } };
}

export type PlaygroundDatabase = IDBPDatabase<PlaygroundSchema>;

/** This browser's storage; null where there is none (Node, private modes that refuse it). */
export async function openDatabase(): Promise<PlaygroundDatabase | null> {
  if (typeof indexedDB === 'undefined') return null;
  try {
    return await openDB<PlaygroundSchema>('alignment-playground', 1, {
      upgrade(database) {
        database.createObjectStore('snapshots', { keyPath: ['runId', 'step'] }).createIndex('savedAt', 'savedAt');
        database.createObjectStore('ownRows', { keyPath: 'hash' });
      },
    });
  } catch {
    return null;
  }
}
