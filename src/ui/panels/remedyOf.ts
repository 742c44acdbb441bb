import type { BackendName, EngineErrorCode } from '../../engine/index.ts';
import type { RunProblem } from '../state/runState.ts';

export type Remedy = 'rewind' | 'openFile' | 'chooseOther' | 'useWasm' | 'reload' | 'reset';

const REMEDIES: Readonly<Partial<Record<EngineErrorCode, Remedy>>> = {
  LOSS_NOT_FINITE: 'rewind',
  LOSS_DIVERGED: 'rewind',
  DATA_NOT_FOUND: 'openFile',
  DATA_NO_PAIRS: 'openFile',
  DATA_LINE_INVALID: 'openFile',
  DATA_TOO_LARGE: 'openFile',
  DATA_HASH_MISMATCH: 'openFile',
  DATA_RELATION_MISSING: 'openFile',
  BACKEND_FAILED: 'useWasm',
  BACKEND_UNAVAILABLE: 'reload',
  SHADER_INVALID: 'useWasm',
  LIMIT_BUFFER: 'useWasm',
  GPU_LOST: 'reload',
  OUT_OF_MEMORY: 'reload',
  PROTOCOL: 'reload',
  SNAPSHOT_MISSING: 'reset',
  LINK_NEWER: 'reload',
};

/**
 * What a button can do about a failure; undefined where there are only words.
 *
 * @param backend what the engine computes on; null before it is known
 */
export function remedyOf({ code, data }: RunProblem, backend: BackendName | null): Remedy | undefined {
  const listed = REMEDIES[code];
  // WebAssembly is no remedy for a fault on WebAssembly.
  if (listed === 'useWasm' && backend !== 'webgpu') return 'reload';
  // No file mends a world: it writes its rows by its own rules.
  if (code === 'DATA_RELATION_MISSING' && data.world !== undefined) return 'chooseOther';
  return listed;
}
