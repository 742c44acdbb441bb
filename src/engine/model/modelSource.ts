/** Where a model folder's files come from: this site, or memory (a dropped folder, tests). */
import { EngineError } from '../errors.ts';

/** Bytes of one file so far; `totalBytes` is null while unknown. */
export type ByteProgress = (loadedBytes: number, totalBytes: number | null) => void;

export interface ModelSource {
  /**
   * @param path file name within the folder
   * @throws EngineError MODEL_NOT_FOUND {path, status}
   */
  read(path: string, onProgress?: ByteProgress): Promise<Uint8Array>;
}

/** Files below `baseUrl`, which ends in '/'. */
export function fetchSource(baseUrl: string, signal?: AbortSignal): ModelSource {
  return {
    async read(path, onProgress) {
      const response = await fetch(baseUrl + path, signal === undefined ? {} : { signal }).catch((cause: unknown) => {
        if (signal?.aborted) throw cause;
        throw new EngineError('MODEL_NOT_FOUND', { path, status: 0 }, cause);
      });
      // A server that answers every unknown address with its start page means "not found".
      const isPage = response.headers.get('content-type')?.startsWith('text/html') === true;
      if (!response.ok || isPage) throw new EngineError('MODEL_NOT_FOUND', { path, status: response.status });
      return readBody(response, onProgress);
    },
  };
}

async function readBody(response: Response, onProgress?: ByteProgress): Promise<Uint8Array> {
  if (response.body === null) return new Uint8Array(await response.arrayBuffer());
  // The length header counts compressed bytes where the server compresses: then the total is unknown.
  const encoded = response.headers.get('content-encoding') !== null;
  const announced = Number(response.headers.get('content-length') ?? NaN);
  const totalBytes = !encoded && Number.isFinite(announced) ? announced : null;
  const chunks: Uint8Array[] = [];
  let loadedBytes = 0;
  const reader = response.body.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    chunks.push(value);
    loadedBytes += value.length;
    onProgress?.(loadedBytes, totalBytes !== null && totalBytes >= loadedBytes ? totalBytes : null);
  }
  const bytes = new Uint8Array(loadedBytes);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}

/** Files already in memory, by name. */
export function memorySource(files: ReadonlyMap<string, Uint8Array>): ModelSource {
  return {
    async read(path, onProgress) {
      const bytes = files.get(path);
      if (bytes === undefined) throw new EngineError('MODEL_NOT_FOUND', { path, status: 0 });
      onProgress?.(bytes.length, bytes.length);
      return bytes;
    },
  };
}

/** Files that `readFile` reads by name: how Node's tests and tools, or a file picker, plug in. */
export function functionSource(readFile: (path: string) => Promise<Uint8Array>): ModelSource {
  return {
    async read(path, onProgress) {
      const bytes = await readFile(path).catch((cause: unknown) => {
        throw new EngineError('MODEL_NOT_FOUND', { path, status: 0 }, cause);
      });
      onProgress?.(bytes.length, bytes.length);
      return bytes;
    },
  };
}
