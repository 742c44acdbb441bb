import { deleteDB } from 'idb';
import { beforeEach, expect, it } from 'vitest';
import { openHubCache } from './hubCache.ts';

beforeEach(() => deleteDB('alignment-playground-hub'));

const file = (length: number, fill: number) => new Uint8Array(length).fill(fill);

it('gives a file back after a reload, by the hash of its content', async () => {
  const cache = await openHubCache();
  await cache.put('a', file(3, 1));
  expect(await (await openHubCache()).get('a')).toEqual(file(3, 1));
  expect(await cache.get('b')).toBeNull();
});

it('makes room by what was fetched first, and does not keep what is larger than all of it', async () => {
  let time = 0;
  const cache = await openHubCache({ now: () => time++, mostBytes: 10 });
  await cache.put('a', file(4, 1));
  await cache.put('b', file(4, 2));
  await cache.put('c', file(4, 3));
  expect(await Promise.all(['a', 'b', 'c'].map(async (hash) => (await cache.get(hash))?.[0] ?? null))).toEqual([
    null,
    2,
    3,
  ]);
  await cache.put('d', file(11, 4));
  expect(await cache.get('d')).toBeNull();
  expect(await cache.get('c')).toEqual(file(4, 3));
});
