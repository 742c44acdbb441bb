import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { IMPORT_MAX_BYTES } from '../data/importers/readRecords.ts';
import { type Fetch, Hub } from './Hub.ts';
import { fileAddress, readHubSet, treeAddress } from './hubAddress.ts';
import type { HubCache } from './hubCache.ts';

const SET = { dataset: 'trl-lib/some', revision: 'main' };
const CONTENT = new TextEncoder().encode('{"prompt":"a","chosen":"b","rejected":"c"}\n'.repeat(50));
const SHA256 = createHash('sha256').update(CONTENT).digest('hex');
const FILE = { path: 'data/train.jsonl', bytes: CONTENT.length, contentHash: SHA256 };
const signal = () => new AbortController().signal;

/** A Hub that answers each address as told, and remembers what it was asked. */
function fakeHub(answers: Readonly<Record<string, () => Response | Promise<Response>>>) {
  const asked: string[] = [];
  const kept = new Map<string, Uint8Array>();
  const cache: HubCache = {
    get: async (hash) => kept.get(hash) ?? null,
    put: async (hash, bytes) => void kept.set(hash, bytes),
  };
  const fetch: Fetch = async (address, { signal: aborting }) => {
    asked.push(address);
    aborting.throwIfAborted();
    const answer = answers[address];
    if (answer === undefined) throw new TypeError('Failed to fetch');
    return answer();
  };
  return { hub: new Hub(fetch, cache), asked, kept };
}

/** A body that comes in pieces. */
function streamed(bytes: Uint8Array, size = 500): Response {
  let at = 0;
  return new Response(
    new ReadableStream<Uint8Array>({
      pull(controller) {
        if (at >= bytes.length) return controller.close();
        controller.enqueue(bytes.slice(at, at + size));
        at += size;
      },
    }),
  );
}

describe('what a person types', () => {
  it.each([
    ['Anthropic/hh-rlhf', '', 'Anthropic/hh-rlhf', 'main'],
    [' squad ', 'v1.0', 'squad', 'v1.0'],
    [
      'https://huggingface.co/datasets/trl-lib/ultrafeedback_binarized',
      'main',
      'trl-lib/ultrafeedback_binarized',
      'main',
    ],
    ['huggingface.co/datasets/a/b/tree/refs%2Fconvert%2Fparquet/default', '', 'a/b', 'refs/convert/parquet'],
    ['hf.co/datasets/a/b/', 'abc123', 'a/b', 'abc123'],
  ])('%s at “%s”', (typed, revision, dataset, wanted) => {
    expect(readHubSet(typed, revision)).toEqual({ dataset, revision: wanted });
  });

  it.each(['', '../x', 'a/../b', 'a b', 'a/b/c', 'https://example.org/a/b', '.hidden/x'])('refuses “%s”', (typed) => {
    expect(() => readHubSet(typed, 'main')).toThrowError(expect.objectContaining({ code: 'HUB_NAME_INVALID' }));
  });

  it('becomes addresses of one host, whatever is in it', () => {
    expect(treeAddress({ dataset: 'a/b', revision: 'refs/convert/parquet' })).toBe(
      'https://huggingface.co/api/datasets/a/b/tree/refs%2Fconvert%2Fparquet?recursive=true',
    );
    expect(fileAddress(SET, 'data/a b#?.jsonl')).toBe(
      'https://huggingface.co/datasets/trl-lib/some/resolve/main/data/a%20b%23%3F.jsonl',
    );
  });
});

describe('the list of files', () => {
  it('has what can be read, with the hash of the content, and counts the others', async () => {
    const tree = [
      { type: 'directory', path: 'data', oid: 'd' },
      { type: 'file', path: 'data/train.parquet', size: 134, oid: 'x', lfs: { oid: 'sha256:ab', size: 9000 } },
      { type: 'file', path: 'README.md', size: 10, oid: 'r' },
      { type: 'file', path: '.gitattributes', size: 10, oid: 'g' },
      { type: 'file', path: 'dataset_infos.json', size: 10, oid: 'i' },
      { type: 'file', path: 'a.jsonl.gz', size: 77, oid: 'small' },
    ];
    const { hub, asked } = fakeHub({ [treeAddress(SET)]: () => Response.json(tree) });
    expect(await hub.list(SET, signal())).toEqual({
      files: [
        { path: 'a.jsonl.gz', bytes: 77, contentHash: 'small' },
        { path: 'data/train.parquet', bytes: 9000, contentHash: 'ab' },
      ],
      others: 3,
    });
    expect(asked).toEqual([treeAddress(SET)]);
  });

  it('that holds nothing readable says so', async () => {
    const { hub } = fakeHub({
      [treeAddress(SET)]: () => Response.json([{ type: 'file', path: 'a.tar', size: 1, oid: 'a' }]),
    });
    await expect(hub.list(SET, signal())).rejects.toMatchObject({ code: 'HUB_NO_FILES', data: { ...SET, others: 1 } });
  });

  it.each([
    [401, {}, 'HUB_GATED', { status: 401 }],
    [403, {}, 'HUB_GATED', { status: 403 }],
    [401, { 'x-error-code': 'GatedRepo' }, 'HUB_GATED', { status: 401 }],
    [401, { 'x-error-code': 'RepoNotFound' }, 'HUB_NOT_FOUND', { status: 401 }],
    [404, {}, 'HUB_NOT_FOUND', { status: 404 }],
    [429, { 'retry-after': '30' }, 'HUB_RATE_LIMIT', { seconds: 30 }],
    [429, {}, 'HUB_RATE_LIMIT', { seconds: null }],
    [503, {}, 'HUB_FAILED', { status: 503 }],
  ] as const)('%i %j is %s', async (status, headers, code, data) => {
    const { hub } = fakeHub({ [treeAddress(SET)]: () => new Response('', { status, headers }) });
    await expect(hub.list(SET, signal())).rejects.toMatchObject({ code, data: { ...SET, ...data } });
  });

  it('without a network, or with another answer than a list', async () => {
    await expect(fakeHub({}).hub.list(SET, signal())).rejects.toMatchObject({ code: 'HUB_OFFLINE', data: SET });
    const { hub } = fakeHub({ [treeAddress(SET)]: () => new Response('<html>') });
    await expect(hub.list(SET, signal())).rejects.toMatchObject({ code: 'HUB_FAILED' });
  });
});

describe('a file', () => {
  const address = fileAddress(SET, FILE.path);

  it('comes in pieces, is checked against its hash, and is fetched once', async () => {
    const { hub, asked, kept } = fakeHub({ [address]: () => streamed(CONTENT) });
    const told: [number, boolean][] = [];
    const bytes = await hub.read(SET, FILE, signal(), (loaded, isCached) => told.push([loaded, isCached]));
    expect(bytes).toEqual(CONTENT);
    expect(told.length).toBeGreaterThan(2);
    expect(told.at(-1)).toEqual([CONTENT.length, false]);
    expect([...kept.keys()]).toEqual([SHA256]);
    // The same content under another name and revision.
    const again = await hub.read(
      { ...SET, revision: 'v2' },
      { ...FILE, path: 'other.jsonl' },
      signal(),
      (...progress) => told.push(progress),
    );
    expect(again).toEqual(CONTENT);
    expect(told.at(-1)).toEqual([CONTENT.length, true]);
    expect(asked).toEqual([address]);
  });

  it.each([
    ['other bytes', CONTENT.map((byte) => byte ^ 1)],
    ['too few', CONTENT.slice(0, 100)],
    ['too many', new Uint8Array([...CONTENT, 1])],
  ])('with %s is not believed, and not kept', async (_, bytes) => {
    const { hub, kept } = fakeHub({ [address]: () => streamed(bytes) });
    await expect(hub.read(SET, FILE, signal(), () => undefined)).rejects.toMatchObject({
      code: 'HUB_DAMAGED',
      data: { path: FILE.path },
    });
    expect(kept.size).toBe(0);
  });

  it('ends when it is called off in the middle, and keeps nothing', async () => {
    const { hub, kept } = fakeHub({ [address]: () => streamed(CONTENT) });
    const task = new AbortController();
    const reading = hub.read(SET, FILE, task.signal, (loaded) => {
      if (loaded > 600) task.abort();
    });
    await expect(reading).rejects.toMatchObject({ name: 'AbortError' });
    expect(kept.size).toBe(0);
  });

  it('that breaks off is a network that failed', async () => {
    const broken = () =>
      new Response(
        new ReadableStream<Uint8Array>({
          pull(controller) {
            controller.error(new TypeError('network error'));
          },
        }),
      );
    await expect(fakeHub({ [address]: broken }).hub.read(SET, FILE, signal(), () => undefined)).rejects.toMatchObject({
      code: 'HUB_OFFLINE',
    });
  });

  it('that is too large is not asked for', async () => {
    const { hub, asked } = fakeHub({});
    const large = { ...FILE, bytes: IMPORT_MAX_BYTES + 1 };
    await expect(hub.read(SET, large, signal(), () => undefined)).rejects.toMatchObject({ code: 'DATA_TOO_LARGE' });
    expect(asked).toEqual([]);
  });
});
