/** Per-token log-probabilities of whole sequences, packed: for references and evaluation. */
import type { Executor, ParameterStore } from '../../kernels/index.ts';
import type { PlanCache } from './PlanCache.ts';
import { type ReferenceDistributions, writeReference } from './writeReference.ts';

/** Fewest rows of a plan. */
const LEAST_ROWS = 32;

/**
 * Rows of the plan that takes `rows` rows: eight sizes for every doubling, so that plans are few and at most an eighth of their
 * rows is not in use.
 */
export function rowBucket(rows: number): number {
  if (rows <= LEAST_ROWS) return LEAST_ROWS;
  const step = 2 ** (Math.floor(Math.log2(rows)) - 3);
  return Math.ceil(rows / step) * step;
}

/** Rows that a sequence of tokens takes: each but the last is asked for its successor. */
export const scoringRows = (tokens: readonly number[]): number => Math.max(0, tokens.length - 1);

/** @throws RangeError for a sequence beyond the context: sequences are truncated before they come here */
export function checkContext(tokens: readonly number[], contextLength: number): void {
  if (scoringRows(tokens) > contextLength) {
    throw new RangeError(`${scoringRows(tokens)} rows in a context of ${contextLength}`);
  }
}

/** What a scoring plan reads, except `dLogps` and `hyper`. */
export interface ScoringInputs {
  readonly ids: Int32Array; // [M]
  readonly targets: Int32Array; // [M]
  readonly positions: Int32Array; // [M]
  readonly segments: Int32Array; // [M, 2]
}

export interface PackedSequences {
  readonly inputs: ScoringInputs;
  /** Each sequence's first row. [N] */
  readonly begins: readonly number[];
}

/**
 * Lays sequences out one behind the other in a plan of M rows. A sequence of n tokens takes n − 1 rows: row t holds token t and
 * is asked for token t + 1. Rows not in use hold token 0.
 * @param stride rows from one sequence's first to the next one's; default: none lie between
 * @throws RangeError when they take more than M rows, or one more than `stride`
 */
export function layoutSequences(
  sequences: readonly (readonly number[])[],
  rows: number,
  stride?: number,
): PackedSequences {
  const ids = new Int32Array(rows); // [M]
  const targets = new Int32Array(rows); // [M]
  const positions = new Int32Array(rows); // [M]
  const segments = new Int32Array(2 * rows); // [M, 2]
  const begins: number[] = [];
  let next = 0;
  for (const tokens of sequences) {
    const count = scoringRows(tokens);
    const end = next + count;
    if (end > rows || count > (stride ?? count)) {
      throw new RangeError(`a sequence of ${tokens.length} tokens from row ${next} on, in a plan of ${rows} rows`);
    }
    ids.set(tokens.slice(0, count), next);
    targets.set(tokens.slice(1), next);
    for (let row = next; row < end; row++) {
      positions[row] = row - next;
      segments.set([next, end], 2 * row);
    }
    begins.push(next);
    next += stride ?? count;
  }
  return { inputs: { ids, targets, positions, segments }, begins };
}

export function writeScoringInputs(executor: Executor, inputs: ScoringInputs): void {
  executor.write('ids', inputs.ids);
  executor.write('targets', inputs.targets);
  executor.write('positions', inputs.positions);
  executor.write('segments', inputs.segments);
}

export interface SequenceScores {
  /** Log-probability of tokens 1..n−1 of the sequence given what stands before, nats. n − 1 numbers. */
  readonly logps: Float32Array;
  /** Entropy of the distribution each of them came from, nats. n − 1 numbers. */
  readonly entropies: Float32Array;
  /** With `reference`: KL of its distribution against this one, nats. n − 1 numbers. */
  readonly kl?: Float32Array;
  /** With `logCollisions`: log Σ p² of each distribution. n − 1 numbers. */
  readonly logCollisions?: Float32Array;
  /** With `hidden`: final-norm hidden states, [n − 1, C]. */
  readonly hidden?: Float32Array;
}

export interface ScoringOptions {
  /** Rows of one launch (M) at most; more is faster on a GPU and takes more memory. */
  readonly maxRows?: number;
  /** Asks for `kl` against these. */
  readonly reference?: ReferenceDistributions;
  readonly logCollisions?: boolean;
  readonly hidden?: boolean;
  /** After each chunk; may be waited for, so that a worker can read its messages. */
  readonly onProgress?: (done: number, total: number) => void | Promise<void>;
}

const DEFAULT_MAX_ROWS = 4096;

/**
 * Scores every sequence under the weights in `store`. Results are in the order of `sequences`; how they are packed depends on
 * their lengths and order alone.
 * @throws KernelError when the device fails; RangeError for a sequence beyond the context, or one whose `reference.hidden` has another
 *   number of rows
 */
export async function scoreSequences(
  plans: PlanCache,
  store: ParameterStore,
  sequences: readonly (readonly number[])[],
  options: ScoringOptions = {},
): Promise<SequenceScores[]> {
  const { contextLength, hiddenSize } = plans.config;
  const { reference, logCollisions = false, hidden = false } = options;
  for (const tokens of sequences) checkContext(tokens, contextLength);
  if (reference) checkHidden(reference, sequences, hiddenSize);
  const statistics = { kl: reference !== undefined, collision: logCollisions, hidden };
  const outputs: readonly PlanOutput[] = [
    { output: 'logps', field: 'logps', width: 1 },
    { output: 'entropy', field: 'entropies', width: 1 },
    ...(reference ? [{ output: 'kl', field: 'kl', width: 1 } as const] : []),
    ...(logCollisions ? [{ output: 'logCollision', field: 'logCollisions', width: 1 } as const] : []),
    ...(hidden ? [{ output: 'hidden', field: 'hidden', width: hiddenSize } as const] : []),
  ];
  const scores = sequences.map(() => emptyScores(outputs));
  let done = 0;
  for (const members of chunks(sequences, options.maxRows ?? DEFAULT_MAX_ROWS)) {
    const packed = members.map((index) => sequences[index] as readonly number[]);
    const rows = rowBucket(packed.reduce((sum, tokens) => sum + scoringRows(tokens), 0));
    const executor = await plans.scoring(store, { rows, train: false, statistics });
    const { inputs, begins } = layoutSequences(packed, rows);
    writeScoringInputs(executor, inputs);
    if (reference) {
      const ofMembers = members.map((index) => reference.hidden[index] as Float32Array);
      writeReference(executor, { head: reference.head, hidden: ofMembers }, begins);
    }
    executor.run('forward');
    for (const { output, field, width } of outputs) {
      const values = await executor.read(output); // [M], hidden [M, C]
      members.forEach((index, n) => {
        const begin = begins[n] as number;
        const end = begin + scoringRows(packed[n] as readonly number[]);
        (scores[index] as MutableScores)[field] = values.slice(begin * width, end * width);
      });
    }
    done += members.length;
    await options.onProgress?.(done, sequences.length);
  }
  return scores;
}

type MutableScores = { -readonly [Field in keyof SequenceScores]: SequenceScores[Field] };

/** Where a field of the scores comes from: `width` numbers a row. */
interface PlanOutput {
  readonly output: string;
  readonly field: keyof SequenceScores;
  readonly width: number;
}

/** Of a sequence in which nothing follows anything. */
function emptyScores(outputs: readonly PlanOutput[]): MutableScores {
  const scores: MutableScores = { logps: new Float32Array(0), entropies: new Float32Array(0) };
  for (const { field } of outputs) scores[field] = new Float32Array(0);
  return scores;
}

function checkHidden(
  { hidden }: ReferenceDistributions,
  sequences: readonly (readonly number[])[],
  channels: number,
): void {
  sequences.forEach((tokens, index) => {
    const wanted = scoringRows(tokens) * channels;
    if (hidden[index]?.length === wanted) return;
    throw new RangeError(
      `sequence ${index} of ${tokens.length} tokens needs ${wanted} hidden numbers of the reference, not ${hidden[index]?.length}`,
    );
  });
}

/** Sequences in order, as many as fit into `maxRows` rows at once, one at least. */
function chunks(sequences: readonly (readonly number[])[], maxRows: number): number[][] {
  const list: number[][] = [];
  let rows = Number.POSITIVE_INFINITY;
  sequences.forEach((tokens, index) => {
    const count = scoringRows(tokens);
    if (count === 0) return; // Nothing follows anything.
    if (rows + count > maxRows) {
      list.push([]);
      rows = 0;
    }
    list.at(-1)?.push(index);
    rows += count;
  });
  return list;
}
