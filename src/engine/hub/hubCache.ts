import { type DBSchema, type IDBPDatabase, openDB } from 'idb';

/** Files that were fetched, by the hash of their content: the same file under another name or revision is the same. */
export interface HubCache {
  get(contentHash: string): Promise<Uint8Array | null>;
  put(contentHash: string, bytes: Uint8Array): Promise<void>;
}

/** Beyond this the files that were fetched first go. */
const MOST_BYTES = 256 * 2 ** 20;

interface HubSchema extends DBSchema {
  files: { key: string; value: Uint8Array };
  /** Apart from the bytes, so that making room reads no file. */
  about: { key: string; value: { hash: string; bytes: number; savedAt: number }; indexes: { savedAt: number } };
}

/** A database of its own: it may be thrown away at any time, and raising another's version would wait for every open tab. */
async function openHubDatabase(): Promise<IDBPDatabase<HubSchema> | null> {
  if (typeof indexedDB === 'undefined') return null;
  return openDB<HubSchema>('alignment-playground-hub', 1, {
    upgrade(database) {
      database.createObjectStore('files');
      database.createObjectStore('about', { keyPath: 'hash' }).createIndex('savedAt', 'savedAt');
    },
    // Whoever wants it gone need not wait for open tabs; they fetch again.
    blocking: (_current, _wanted, event) => (event.target as IDBDatabase).close(),
  }).catch(() => null);
}

/** In this browser's storage. Without it, or where it is full, files are fetched again. */
export async function openHubCache({ now = () => Date.now(), mostBytes = MOST_BYTES } = {}): Promise<HubCache> {
  const database = await openHubDatabase();
  return {
    async get(contentHash) {
      try {
        return (await database?.get('files', contentHash)) ?? null;
      } catch {
        return null;
      }
    },
    async put(contentHash, bytes) {
      if (database === null || bytes.length > mostBytes) return;
      try {
        const transaction = database.transaction(['files', 'about'], 'readwrite');
        const [files, about] = [transaction.objectStore('files'), transaction.objectStore('about')];
        const kept = await about.index('savedAt').getAll();
        let total = bytes.length + kept.reduce((sum, file) => sum + file.bytes, 0);
        for (const file of kept) {
          if (total <= mostBytes) break;
          await Promise.all([files.delete(file.hash), about.delete(file.hash)]);
          total -= file.bytes;
        }
        await Promise.all([
          files.put(bytes, contentHash),
          about.put({ hash: contentHash, bytes: bytes.length, savedAt: now() }),
          transaction.done,
        ]);
      } catch {
        // Storage that is full or refused costs only the next download.
      }
    },
  };
}
