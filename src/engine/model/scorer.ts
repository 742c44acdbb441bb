/** Per-token log-probabilities of whole sequences, in chunks of like length: for references and evaluation. */
import type { Executor, ParameterStore } from '../../kernels/index.ts';
import type { PlanCache } from './PlanCache.ts';

/** Rows per sequence for which plans are made. Beyond the last one: multiples of it. */
const LENGTH_BUCKETS = [32, 48, 64, 80, 96, 112, 128, 160, 192, 256] as const;
const LARGEST_BUCKET = LENGTH_BUCKETS[LENGTH_BUCKETS.length - 1] as number;

/**
 * Rows of a plan that holds sequences of up to `rows` rows, never more than the model's context.
 * @throws RangeError when `rows` is beyond the context: sequences are truncated before they come here
 */
export function lengthBucket(rows: number, contextLength: number): number {
  if (rows > contextLength) throw new RangeError(`${rows} rows in a context of ${contextLength}`);
  const bucket = LENGTH_BUCKETS.find((size) => size >= rows) ?? Math.ceil(rows / LARGEST_BUCKET) * LARGEST_BUCKET;
  return Math.min(bucket, contextLength);
}

/** What a scoring plan reads, except `dLogps` and `hyper`. M = N·T. */
export interface ScoringInputs {
  readonly ids: Int32Array; // [M]
  readonly targets: Int32Array; // [M]
  readonly positions: Int32Array; // [M]
  readonly lengths: Int32Array; // [N]
}

/**
 * Lays sequences out for a plan of N × T rows. A sequence of n tokens takes n − 1 rows: row t holds token t and is asked
 * for token t + 1. Sequences that are absent, and rows beyond a length, hold token 0 and are not in use.
 * @throws RangeError when there are more than N sequences or one needs more than T rows
 */
export function layoutSequences(
  sequences: readonly (readonly number[])[],
  shape: { sequences: number; tokens: number },
): ScoringInputs {
  const { sequences: N, tokens: T } = shape;
  if (sequences.length > N) throw new RangeError(`${sequences.length} sequences in a plan of ${N}`);
  const ids = new Int32Array(N * T); // [M]
  const targets = new Int32Array(N * T); // [M]
  const lengths = new Int32Array(N); // [N]
  sequences.forEach((tokens, n) => {
    const rows = Math.max(0, tokens.length - 1);
    if (rows > T) throw new RangeError(`a sequence of ${tokens.length} tokens in a plan of ${T} rows each`);
    ids.set(tokens.slice(0, rows), n * T);
    targets.set(tokens.slice(1), n * T);
    lengths[n] = rows;
  });
  const positions = Int32Array.from({ length: N * T }, (_, row) => row % T); // [M]
  return { ids, targets, positions, lengths };
}

export function writeScoringInputs(executor: Executor, inputs: ScoringInputs): void {
  executor.write('ids', inputs.ids);
  executor.write('targets', inputs.targets);
  executor.write('positions', inputs.positions);
  executor.write('lengths', inputs.lengths);
}

export interface SequenceScores {
  /** Log-probability of tokens 1..n−1 of the sequence given what stands before, nats. n − 1 numbers. */
  readonly logps: Float32Array;
  /** Entropy of the distribution each of them came from, nats. n − 1 numbers. */
  readonly entropies: Float32Array;
}

export interface ScoringOptions {
  /** Rows of one launch (N·T) at most; more is faster on a GPU and takes more memory. */
  readonly maxRows?: number;
  /** After each chunk; may be waited for, so that a worker can read its messages. */
  readonly onProgress?: (done: number, total: number) => void | Promise<void>;
}

const DEFAULT_MAX_ROWS = 4096;

/**
 * Scores every sequence under the weights in `store`. Results are in the order of `sequences`; how they are grouped
 * depends on their lengths and number alone.
 * @throws KernelError when the device fails; RangeError for a sequence beyond the context
 */
export async function scoreSequences(
  plans: PlanCache,
  store: ParameterStore,
  sequences: readonly (readonly number[])[],
  options: ScoringOptions = {},
): Promise<SequenceScores[]> {
  const scores = sequences.map((): SequenceScores => ({ logps: new Float32Array(0), entropies: new Float32Array(0) }));
  let done = 0;
  for (const { tokens, members, chunk } of chunks(
    sequences,
    plans.config.contextLength,
    options.maxRows ?? DEFAULT_MAX_ROWS,
  )) {
    const shape = { sequences: chunk, tokens };
    const executor = await plans.scoring(store, { ...shape, train: false });
    const inputs = layoutSequences(
      members.map((index) => sequences[index] as readonly number[]),
      shape,
    );
    writeScoringInputs(executor, inputs);
    executor.run('forward');
    const logps = await executor.read('logps'); // [M]
    const entropies = await executor.read('entropy'); // [M]
    members.forEach((index, n) => {
      const begin = n * tokens;
      const end = begin + (inputs.lengths[n] as number);
      scores[index] = { logps: logps.slice(begin, end), entropies: entropies.slice(begin, end) };
    });
    done += members.length;
    await options.onProgress?.(done, sequences.length);
  }
  return scores;
}

interface Chunk {
  /** T */
  readonly tokens: number;
  /** N of the plan: a power of two, so that odd remainders do not make a plan each. */
  readonly chunk: number;
  /** Which sequences. */
  readonly members: readonly number[];
}

function chunks(sequences: readonly (readonly number[])[], contextLength: number, maxRows: number): Chunk[] {
  const buckets = new Map<number, number[]>();
  sequences.forEach((tokens, index) => {
    if (tokens.length < 2) return; // Nothing follows anything.
    const bucket = lengthBucket(tokens.length - 1, contextLength);
    buckets.set(bucket, [...(buckets.get(bucket) ?? []), index]);
  });
  const list: Chunk[] = [];
  for (const [tokens, indices] of [...buckets].sort(([a], [b]) => a - b)) {
    const most = 2 ** Math.floor(Math.log2(Math.max(1, maxRows / tokens)));
    for (let at = 0; at < indices.length; at += most) {
      const members = indices.slice(at, at + most);
      list.push({ tokens, members, chunk: Math.min(most, 2 ** Math.ceil(Math.log2(members.length))) });
    }
  }
  return list;
}
