/** The engine's side of the worker: the only file that touches `self`. Messages in, session, messages out. */
import { fetchKernels, openBackend } from '../kernels/index.ts';
import { Hub } from './hub/Hub.ts';
import { openHubCache } from './hub/hubCache.ts';
import { fetchSource } from './model/modelSource.ts';
import { type EngineCommand, type EngineEvent, PROTOCOL_VERSION } from './protocol.ts';
import { Session } from './session.ts';
import { openDatabase } from './storage/database.ts';
import { indexedSnapshotStore } from './storage/indexedSnapshotStore.ts';
import { layeredSnapshotStore } from './storage/layeredSnapshotStore.ts';
import { ownRows } from './storage/ownRows.ts';
import { openPersonDatabase, personStore } from './storage/personStore.ts';
import { openVariantMemory } from './storage/variantMemory.ts';
import { memorySnapshotStore } from './train/snapshot.ts';

declare const self: DedicatedWorkerGlobalScope;

const emit = (event: EngineEvent) =>
  self.postMessage(event, event.type === 'weights' || event.type === 'folder' ? [event.file.buffer] : []);

/** A macrotask turn: messages that wait are handled first. Timers may be slowed in a hidden tab; a channel is not. */
const channel = new MessageChannel();
const breathing: (() => void)[] = [];
channel.port1.onmessage = () => breathing.shift()?.();
const breathe = () =>
  new Promise<void>((resolve) => {
    breathing.push(resolve);
    channel.port2.postMessage(null);
  });

async function startSession(baseUrl: string): Promise<Session> {
  const database = await openDatabase();
  return new Session({
    emit,
    openBackend: (options) => openBackend({ ...options, loadKernels: fetchKernels(`${baseUrl}assets/kernels/`) }),
    source: (folder) => fetchSource(`${baseUrl}${folder}`),
    wasmBaseUrl: `${baseUrl}assets/tfjs/`,
    snapshots: database ? layeredSnapshotStore(indexedSnapshotStore(database)) : memorySnapshotStore(),
    ownRows: ownRows(database, breathe),
    hub: new Hub((address, options) => fetch(address, options), await openHubCache()),
    person: personStore(await openPersonDatabase()),
    variants: await openVariantMemory(),
    now: () => Date.now(),
    breathe,
  });
}

let session: Promise<Session> | null = null;
self.onmessage = async ({ data }: MessageEvent<EngineCommand>) => {
  if (data.type === 'configure') {
    session ??= startSession(data.baseUrl);
    emit({ type: 'hello', protocol: PROTOCOL_VERSION });
    return;
  }
  await (await session)?.handle(data);
};
