/** What outlives a reload: snapshots and own rows in this browser's IndexedDB. */
import { deleteDB } from 'idb';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { defaultExperiment } from '../experiment/defaultExperiment.ts';
import { SNAPSHOTS_KEPT, type Snapshot } from '../train/snapshot.ts';
import { openDatabase, type PlaygroundDatabase } from './database.ts';
import { indexedSnapshotStore } from './indexedSnapshotStore.ts';
import { layeredSnapshotStore } from './layeredSnapshotStore.ts';
import { type OwnRows, ownRows } from './ownRows.ts';

let database: PlaygroundDatabase;

async function open(): Promise<PlaygroundDatabase> {
  const opened = await openDatabase();
  if (opened === null) throw new Error('this browser gives no storage');
  return opened;
}

/** What a reload does to open storage. */
async function reopen(): Promise<PlaygroundDatabase> {
  database.close();
  database = await open();
  return database;
}

/** Storage that has no room left, as browsers say it. */
function fillDisk() {
  return vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(() => {
    throw new DOMException('full', 'QuotaExceededError');
  });
}

beforeEach(async () => {
  await deleteDB('alignment-playground');
  database = await open();
});
afterEach(() => {
  vi.restoreAllMocks();
  database.close();
});

function snapshot(runId: string, step: number, savedAt = step): Snapshot {
  const experiment = defaultExperiment();
  return {
    runId,
    step,
    savedAt,
    experiment,
    settings: { learning_rate: experiment.learning_rate, hyperparameters: experiment.hyperparameters },
    rowsConsumed: 16 * step,
    modelHash: 'abc',
    parameters: Float32Array.of(step, 0.1, -0),
    expAvg: Float32Array.of(step, 1),
    expAvgSq: Float32Array.of(step, 2),
    records: [{ step, values: { loss: { value: 0.5, n: 16 } } }],
    evaluations: [],
    variants: { matmul: 'naive' },
  };
}

describe('indexedSnapshotStore', () => {
  const stepsOf = async (runId: string) =>
    (await database.getAllKeys('snapshots')).filter(([id]) => id === runId).map(([, step]) => step);

  it('gives back after a reload what was saved, bit by bit', async () => {
    await indexedSnapshotStore(database).save(snapshot('run', 25));
    expect(await indexedSnapshotStore(await reopen()).latest('run')).toEqual(snapshot('run', 25));
  });

  it('finds the newest snapshot of a run, at or before a step', async () => {
    const store = indexedSnapshotStore(database);
    for (const step of [100, 25, 0, 50]) await store.save(snapshot('run', step));
    await store.save(snapshot('run2', 75));
    expect((await store.latest('run'))?.step).toBe(100);
    expect((await store.latest('run', 50))?.step).toBe(50);
    expect((await store.latest('run', 49))?.step).toBe(25);
    expect((await store.latest('run', 0))?.step).toBe(0);
    expect(await store.latest('run2', 74)).toBeNull();
    expect(await store.latest('ru')).toBeNull();
  });

  it('keeps the newest snapshots of a run', async () => {
    const store = indexedSnapshotStore(database);
    for (let step = 0; step < SNAPSHOTS_KEPT + 3; step++) await store.save(snapshot('run', step));
    expect(await stepsOf('run')).toEqual(Array.from({ length: SNAPSHOTS_KEPT }, (_, i) => i + 3));
  });

  it('replaces a snapshot of the same step', async () => {
    const store = indexedSnapshotStore(database);
    await store.save(snapshot('run', 25, 1));
    await store.save(snapshot('run', 25, 2));
    expect(await stepsOf('run')).toEqual([25]);
    expect((await store.latest('run'))?.savedAt).toBe(2);
  });

  it('lists the newest snapshot of each run, newest run first, and keeps three runs', async () => {
    const store = indexedSnapshotStore(database);
    await store.save(snapshot('a', 0, 1000));
    await store.save(snapshot('c', 50, 1002));
    await store.save(snapshot('b', 0, 1001));
    await store.save(snapshot('a', 25, 1003));
    const listed = async () => (await store.list()).map(({ runId, step }) => `${runId} ${step}`);
    expect(await listed()).toEqual(['a 25', 'c 50', 'b 0']);
    expect((await store.list())[0]).toEqual({
      runId: 'a',
      step: 25,
      savedAt: 1003,
      bytes: 4 * (3 + 2 + 2),
      experiment: defaultExperiment(),
    });
    await store.save(snapshot('d', 0, 1004));
    expect(await listed()).toEqual(['d 0', 'a 25', 'c 50']);
    expect(await stepsOf('b')).toEqual([]);
  });

  it('forgets a run, or only its snapshots after a step', async () => {
    const store = indexedSnapshotStore(database);
    for (const step of [0, 25, 50]) await store.save(snapshot('run', step));
    await store.save(snapshot('other', 50));
    await store.remove('run', 25);
    expect(await stepsOf('run')).toEqual([0, 25]);
    await store.remove('run');
    expect(await stepsOf('run')).toEqual([]);
    expect(await stepsOf('other')).toEqual([50]);
  });

  it('keeps, lists and forgets the rivals of a race with its run', async () => {
    const store = indexedSnapshotStore(database);
    for (const [index, runId] of ['a', 'b', 'c'].entries()) {
      for (const id of [runId, `${runId}/ipo`, `${runId}/sft`]) await store.save(snapshot(id, 25, 1000 + index));
    }
    expect((await store.list()).map(({ runId }) => runId)).toEqual(['c', 'b', 'a']);
    expect(await stepsOf('a/sft')).toEqual([25]);
    await store.save(snapshot('d', 0, 2000));
    expect(await stepsOf('a/sft')).toEqual([]);
    await store.remove('b/ipo', 0);
    expect([await stepsOf('b/ipo'), await stepsOf('b/sft')]).toEqual([[], [25]]);
    await store.remove('c');
    expect([await stepsOf('c/ipo'), await stepsOf('b/sft')]).toEqual([[], [25]]);
  });

  it('says that storage is full, and how much was wanted', async () => {
    fillDisk();
    await expect(indexedSnapshotStore(database).save(snapshot('run', 25))).rejects.toMatchObject({
      code: 'STORAGE_FULL',
      data: { step: 25, bytes: 28 },
    });
  });
});

describe('layeredSnapshotStore', () => {
  it('holds two runs in memory, each with its rivals, and all in storage', async () => {
    fillDisk();
    const store = layeredSnapshotStore(indexedSnapshotStore(database));
    for (const [index, runId] of ['a', 'b', 'c'].entries()) {
      for (const id of [runId, `${runId}/ipo`]) await store.save(snapshot(id, 25, index)).catch(() => undefined);
    }
    const held = async (runId: string) => (await store.latest(runId)) !== null;
    expect([await held('a'), await held('a/ipo')]).toEqual([false, false]);
    expect([await held('b'), await held('b/ipo'), await held('c'), await held('c/ipo')]).toEqual(Array(4).fill(true));
    // A run that goes on from an old snapshot is the one that goes on.
    await store.save(snapshot('resumed', 25, -1)).catch(() => undefined);
    expect([await held('resumed'), await held('c')]).toEqual([true, true]);
  });

  it('finds in storage what an earlier session saved', async () => {
    await layeredSnapshotStore(indexedSnapshotStore(database)).save(snapshot('run', 25));
    const later = layeredSnapshotStore(indexedSnapshotStore(await reopen()));
    expect((await later.list()).map(({ runId }) => runId)).toEqual(['run']);
    await later.save(snapshot('run', 50));
    expect((await later.latest('run'))?.step).toBe(50);
    expect((await later.latest('run', 49))?.step).toBe(25);
  });

  it('still rewinds when storage is full, and says that it is', async () => {
    const store = layeredSnapshotStore(indexedSnapshotStore(database));
    fillDisk();
    await expect(store.save(snapshot('run', 25))).rejects.toMatchObject({ code: 'STORAGE_FULL' });
    expect(await store.latest('run')).toEqual(snapshot('run', 25));
    expect(await store.list()).toEqual([]); // Nothing outlives a reload, so nothing is offered.
  });

  it('forgets in both layers', async () => {
    const store = layeredSnapshotStore(indexedSnapshotStore(database));
    for (const step of [0, 25, 50]) await store.save(snapshot('run', step));
    await store.remove('run', 25);
    expect((await store.latest('run'))?.step).toBe(25);
    await store.remove('run');
    expect(await store.latest('run')).toBeNull();
  });
});

describe('ownRows', () => {
  const read = async (rows: OwnRows, name: string, text: string) => {
    const report = await rows.import(name, text);
    if (report === null) throw new Error('no other import came');
    return report;
  };
  const lines = (count: number) =>
    Array.from({ length: count }, (_, i) => JSON.stringify({ prompt: `p${i}`, chosen: 'yes', rejected: 'no' }));

  it('finds rows by their hash after a reload', async () => {
    const { hash } = await read(ownRows(database), 'mine.jsonl', lines(9).join('\n'));
    const rows = await ownRows(await reopen()).load(hash);
    expect(rows).toHaveLength(9);
    expect(rows?.[8]).toEqual({ prompt: 'p8', chosen: 'yes', rejected: 'no' });
  });

  it('knows the same rows under the same hash, whatever the file’s layout', async () => {
    const rows = ownRows(database);
    const first = await read(rows, 'a.jsonl', lines(9).join('\n'));
    const spaced = lines(9).map((line) => line.replaceAll('":', '" : '));
    expect((await read(rows, 'b.jsonl', `${spaced.join('\r\n')}\r\n`)).hash).toBe(first.hash);
    expect((await read(rows, 'c.jsonl', lines(8).join('\n'))).hash).not.toBe(first.hash);
  });

  it('has no rows for a hash it never saw', async () => {
    expect(await ownRows(database).load('0'.repeat(64))).toBeNull();
  });

  it('keeps rows for this sitting when storage is full', async () => {
    fillDisk();
    const rows = ownRows(database);
    const { hash } = await read(rows, 'mine.jsonl', lines(9).join('\n'));
    expect(await rows.load(hash)).toHaveLength(9);
    expect(await ownRows(await reopen()).load(hash)).toBeNull();
  });
});
