import { IMPORT_MAX_BYTES } from '../data/importers/readRecords.ts';
import { sha256Hex } from '../data/sha256.ts';
import { EngineError } from '../errors.ts';
import type { HubFile } from '../protocol.ts';
import { fileAddress, type HubSet, treeAddress } from './hubAddress.ts';
import type { HubCache } from './hubCache.ts';

export type Fetch = (address: string, options: { readonly signal: AbortSignal }) => Promise<Response>;

/** What the importers read. */
const READABLE = /\.(jsonl|ndjson|json|csv|tsv|parquet)(\.gz)?$/i;
/** Files of a repository that describe it. */
const ABOUT = /(^|\/)(dataset_infos?|state|metadata|package|tokenizer[\w]*|config)\.json$|(^|\/)\./i;

/**
 * Sets of the Hugging Face Hub, without an account. Nothing is asked of it but by these two, on a person's click.
 */
export class Hub {
  readonly #fetch: Fetch;
  readonly #cache: HubCache;

  constructor(fetch: Fetch, cache: HubCache) {
    this.#fetch = fetch;
    this.#cache = cache;
  }

  /**
   * The files of a set that can be read, by path, and how many others it has.
   *
   * @throws EngineError HUB_GATED, HUB_NOT_FOUND, HUB_RATE_LIMIT, HUB_OFFLINE, HUB_FAILED; HUB_NO_FILES
   */
  async list(set: HubSet, signal: AbortSignal): Promise<{ files: readonly HubFile[]; others: number }> {
    const response = await this.#ask(set, treeAddress(set), signal);
    const listed = entriesOf(await response.json().catch(() => null));
    if (listed === null) throw new EngineError('HUB_FAILED', { ...set, status: response.status });
    const files = listed.filter(({ path }) => READABLE.test(path) && !ABOUT.test(path));
    const others = listed.length - files.length;
    if (files.length === 0) throw new EngineError('HUB_NO_FILES', { ...set, others });
    return { files: files.sort((a, b) => (a.path < b.path ? -1 : 1)), others };
  }

  /**
   * A file's bytes: from this browser where they were fetched before, under whatever name; else streamed, and held to the size and
   * hash that the Hub states.
   *
   * @throws EngineError as `list`; DATA_TOO_LARGE; HUB_DAMAGED {path}; the signal's reason where it is aborted
   */
  async read(
    set: HubSet,
    file: HubFile,
    signal: AbortSignal,
    onProgress: (loaded: number, isCached: boolean) => void,
  ): Promise<Uint8Array> {
    if (file.bytes > IMPORT_MAX_BYTES) {
      throw new EngineError('DATA_TOO_LARGE', { found: file.bytes, most: IMPORT_MAX_BYTES });
    }
    const known = await this.#cache.get(file.contentHash);
    if (known !== null) {
      onProgress(known.length, true);
      return known;
    }
    const response = await this.#ask(set, fileAddress(set, file.path), signal);
    const bytes = await this.#stream(set, response, file, signal, onProgress);
    const isWhole = bytes.length === file.bytes;
    // Small files carry git's hash, which is of more than the content: their size has to do.
    const isSame = file.contentHash.length !== 64 || (await sha256Hex(bytes)) === file.contentHash;
    if (!isWhole || !isSame) throw new EngineError('HUB_DAMAGED', { ...set, path: file.path });
    signal.throwIfAborted();
    await this.#cache.put(file.contentHash, bytes);
    return bytes;
  }

  async #stream(
    set: HubSet,
    response: Response,
    file: HubFile,
    signal: AbortSignal,
    onProgress: (loaded: number, isCached: boolean) => void,
  ): Promise<Uint8Array> {
    const reader = response.body?.getReader();
    const bytes = new Uint8Array(file.bytes);
    let loaded = 0;
    try {
      for (;;) {
        const part = await reader?.read();
        if (part === undefined || part.done) return bytes.subarray(0, loaded);
        signal.throwIfAborted();
        // More than was announced: another file.
        if (loaded + part.value.length > bytes.length)
          throw new EngineError('HUB_DAMAGED', { ...set, path: file.path });
        bytes.set(part.value, loaded);
        loaded += part.value.length;
        onProgress(loaded, false);
      }
    } catch (cause) {
      await reader?.cancel().catch(() => undefined);
      signal.throwIfAborted();
      throw cause instanceof EngineError ? cause : new EngineError('HUB_OFFLINE', { ...set }, cause);
    }
  }

  async #ask(set: HubSet, address: string, signal: AbortSignal): Promise<Response> {
    const response = await this.#fetch(address, { signal }).catch((cause: unknown) => {
      signal.throwIfAborted();
      throw new EngineError('HUB_OFFLINE', { ...set }, cause);
    });
    if (response.ok) return response;
    const { status } = response;
    const said = response.headers.get('x-error-code');
    // The Hub answers 401 for what does not exist too, lest it tell which private sets there are.
    if (said === 'RepoNotFound' || said === 'RevisionNotFound' || said === 'EntryNotFound' || status === 404) {
      throw new EngineError('HUB_NOT_FOUND', { ...set, status });
    }
    if (status === 401 || status === 403) throw new EngineError('HUB_GATED', { ...set, status });
    if (status === 429) {
      const seconds = Number(response.headers.get('retry-after') ?? Number.NaN);
      throw new EngineError('HUB_RATE_LIMIT', { ...set, seconds: Number.isFinite(seconds) ? seconds : null });
    }
    throw new EngineError('HUB_FAILED', { ...set, status });
  }
}

function entriesOf(value: unknown): HubFile[] | null {
  if (!Array.isArray(value)) return null;
  return (value as unknown[]).flatMap((entry) => {
    const { type, path, size, oid, lfs } = (entry ?? {}) as Readonly<Record<string, unknown>>;
    if (type !== 'file' || typeof path !== 'string' || typeof size !== 'number') return [];
    const large = (lfs ?? {}) as Readonly<Record<string, unknown>>;
    const contentHash = typeof large.oid === 'string' ? large.oid.replace(/^sha256:/, '') : oid;
    const bytes = typeof large.size === 'number' ? large.size : size;
    return typeof contentHash === 'string' ? [{ path, bytes, contentHash }] : [];
  });
}
