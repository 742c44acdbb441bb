import type { EngineCommand, EngineEvent } from './protocol.ts';

/** The page's handle on the engine. */
export interface EngineClient {
  /** The bytes of a file go over to the worker with `import`: the page's array is empty afterwards. */
  send(command: EngineCommand): void;
  /** Returns the unsubscribe function. */
  subscribe(listener: (event: EngineEvent) => void): () => void;
  /** Ends the worker, whatever it is doing, and starts a fresh one. Its runs can be resumed from their snapshots. */
  restart(): void;
  dispose(): void;
}

/**
 * Starts the engine in a worker.
 *
 * @param baseUrl absolute address of the folder that holds `models/`, `datasets/` and `assets/`, ending in '/'
 */
export function createEngineClient(baseUrl: string): EngineClient {
  const listeners = new Set<(event: EngineEvent) => void>();
  const emit = (event: EngineEvent) => {
    for (const listener of listeners) listener(event);
  };
  const start = () => {
    const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });
    worker.onmessage = ({ data }: MessageEvent<EngineEvent>) => emit(data);
    // The worker reports its own failures; what arrives here is a script that did not load or a fault outside any command.
    worker.onerror = (fault) => {
      emit({
        type: 'error',
        runId: null,
        code: 'BACKEND_FAILED',
        data: { detail: fault.message || 'worker' },
        rewindTo: null,
      });
    };
    worker.onmessageerror = () => emit({ type: 'error', runId: null, code: 'PROTOCOL', data: {}, rewindTo: null });
    const configure: EngineCommand = { type: 'configure', baseUrl };
    worker.postMessage(configure);
    return worker;
  };
  let worker = start();
  return {
    send(command) {
      worker.postMessage(command, movedWith(command));
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    restart() {
      worker.terminate();
      worker = start();
    },
    dispose() {
      worker.terminate();
      listeners.clear();
    },
  };
}

/** A file of 128 MiB would block the page for as long as it takes to copy it. A view into a larger buffer is copied: the rest is not its own. */
export function movedWith(command: EngineCommand): ArrayBuffer[] {
  if (command.type !== 'import' || typeof command.content === 'string') return [];
  const { buffer, byteLength } = command.content;
  return buffer instanceof ArrayBuffer && buffer.byteLength === byteLength ? [buffer] : [];
}
