/** What runs, in which order and how often. The files are in `cases/`. */
export interface CaseEntry {
  readonly name: string;
  /** Which cases are interleaved with each other: a group's pages stay open together. */
  readonly group: 'step' | 'preference' | 'sampling' | 'scaling' | 'memory';
  /** Serve its page with cross-origin isolation: then WASM may have threads. */
  readonly isolated: boolean;
  /** Runs of each unit in a round. */
  readonly repeats: number;
  /** Rounds at most: slow peers are not run more often than a median needs. */
  readonly maxRounds?: number;
}

const plain = { isolated: false, repeats: 2 } as const;

export const CASES: readonly CaseEntry[] = [
  { name: 'ours-webgpu', group: 'step', ...plain },
  { name: 'jaxjs-webgpu', group: 'step', ...plain, repeats: 1 },
  { name: 'tfjs-webgpu', group: 'step', ...plain, repeats: 1 },
  { name: 'nanogpt-webgpu', group: 'step', ...plain, repeats: 1, maxRounds: 2 },
  { name: 'matmul-webgpu', group: 'step', ...plain, repeats: 1, maxRounds: 3 },
  { name: 'ours-wasm', group: 'step', ...plain, repeats: 5 },
  { name: 'ours-tfjs-wasm', group: 'step', ...plain, repeats: 1 },
  { name: 'jaxjs-wasm', group: 'step', ...plain, repeats: 5 },
  { name: 'jaxjs-wasm-isolated', group: 'step', isolated: true, repeats: 5 },
  // Threads are its best settings, and those need isolation.
  { name: 'tfjs-wasm', group: 'step', isolated: true, repeats: 2 },
  { name: 'matmul-wasm', group: 'step', ...plain, repeats: 3 },
  { name: 'preference-webgpu', group: 'preference', ...plain, repeats: 2 },
  { name: 'preference-wasm', group: 'preference', ...plain, repeats: 5 },
  { name: 'preference-tfjs-wasm', group: 'preference', ...plain, repeats: 1 },
  { name: 'sampling-webgpu', group: 'sampling', ...plain, repeats: 1, maxRounds: 3 },
  { name: 'sampling-tfjs-webgpu', group: 'sampling', ...plain, repeats: 1, maxRounds: 1 },
  { name: 'sampling-wasm', group: 'sampling', ...plain, repeats: 2, maxRounds: 3 },
  { name: 'sampling-tfjs-wasm', group: 'sampling', ...plain, repeats: 1, maxRounds: 2 },
  { name: 'scaling-webgpu', group: 'scaling', ...plain, repeats: 1, maxRounds: 2 },
  { name: 'scaling-wasm', group: 'scaling', ...plain, repeats: 2, maxRounds: 3 },
  { name: 'memory-webgpu', group: 'memory', ...plain, maxRounds: 0 },
  { name: 'memory-wasm', group: 'memory', ...plain, maxRounds: 0 },
];
