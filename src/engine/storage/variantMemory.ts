import { type DBSchema, type IDBPDatabase, openDB } from 'idb';
import type { Diagnosis } from '../../kernels/index.ts';

export type Variants = Readonly<Record<string, string>>;

/** Which kernel variants were measured best on an adapter: measured once, so that the same link gives the same curve later. */
export interface VariantMemory {
  recall(diagnosis: Diagnosis): Promise<Variants | undefined>;
  remember(diagnosis: Diagnosis, variants: Variants): Promise<void>;
}

/** By `adapterKey`. */
interface DeviceSchema extends DBSchema {
  variants: { key: string; value: Variants };
}

/** A database of its own: it is no one's data, and raising another's version would wait for every open tab. */
async function openDeviceDatabase(): Promise<IDBPDatabase<DeviceSchema> | null> {
  if (typeof indexedDB === 'undefined') return null;
  return openDB<DeviceSchema>('alignment-playground-device', 1, {
    upgrade(database) {
      database.createObjectStore('variants');
    },
  }).catch(() => null);
}

/** In this browser's storage; without it (Node, private modes that refuse it), for as long as this object lives. */
export async function openVariantMemory(): Promise<VariantMemory> {
  const database = await openDeviceDatabase();
  const inMemory = new Map<string, Variants>();
  return {
    async recall(diagnosis) {
      const key = adapterKey(diagnosis);
      if (key === null) return undefined;
      return inMemory.get(key) ?? (await database?.get('variants', key).catch(() => undefined));
    },
    async remember(diagnosis, variants) {
      const key = adapterKey(diagnosis);
      if (key === null) return;
      inMemory.set(key, { ...inMemory.get(key), ...variants });
      // Storage that is full or refused costs only the next measurement.
      await database?.put('variants', inMemory.get(key) ?? variants, key).catch(() => undefined);
    },
  };
}

/** Null where there is no adapter. Features count: a driver update may bring one. */
function adapterKey({ adapter, features }: Diagnosis): string | null {
  return adapter === null ? null : JSON.stringify([Object.entries(adapter).sort(), [...features].sort()]);
}
