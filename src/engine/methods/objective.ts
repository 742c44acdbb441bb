import { evaluateFloat64, gradientsFloat64 } from '../math/float64.ts';
import type { Graph } from '../math/graph.ts';
import { createRecorder, type Recorder } from '../math/record.ts';
import { evaluateTensors, type TensorOperations } from '../math/tensors.ts';
import type { Axis, Expression } from '../math/types.ts';
import type { Hyperparameters, MethodDefinition, ObjectiveOutput, ScoredSide } from './types.ts';

/**
 * From per-token log-probs to the objective and back: what the training step calls between its forward and backward
 * plans, and what the token view, the evaluation and the golden tests call too.
 *
 * Every sequence score derives from the token matrix (sums, prefix sums, prompt and completion sums), so the gradient comes
 * back per token: the number that says how hard the objective pushes each token up or down.
 */

type FloatArray = Float32Array | Float64Array;

/** N sequences of up to T tokens, and which of them are chosen, rejected, mismatched. Matrices are row-major [N, T]. */
export interface ObjectiveArrays {
  readonly sequences: number;
  readonly tokens: number;
  /** log π(token | before), nats; finite everywhere, anything where both masks are 0. */
  readonly tokenLogps: FloatArray;
  /** The same under the reference; may be left out where a method needs none. */
  readonly refTokenLogps?: FloatArray;
  /** 1 on completion tokens (EOS counted). */
  readonly completionMask: Uint8Array;
  /** 1 on prompt and completion tokens, but not on the first, which nothing predicts. */
  readonly fullMask: Uint8Array;
  /** Row indices. Relation 'pair': chosen[i] and rejected[i] are a pair. */
  readonly chosen: Int32Array;
  readonly rejected: Int32Array;
  /** Rows whose completion answers another prompt (KTO). */
  readonly mismatched?: Int32Array;
}

export interface ObjectiveEvaluation {
  readonly loss: number;
  /** Per example, their mean is `loss`: pairs, or chosen rows then rejected rows. */
  readonly losses: Float64Array;
  readonly chosenRewards: Float64Array;
  readonly rejectedRewards: Float64Array;
  /** d loss / d tokenLogps. [N, T] */
  readonly tokenGradients: Float64Array;
}

type OutputName = keyof ObjectiveOutput;
type SideName = 'chosen' | 'rejected' | 'mismatched';
type Source = 'policy' | 'reference';
type Span = 'completion' | 'full' | 'prefix';

/**
 * The graph of `method` with these hyperparameters. The last one of each method is kept: recording happens on change.
 *
 * @throws RangeError for a hyperparameter that is missing or not finite
 */
export function recordObjective(method: MethodDefinition, hyper: Hyperparameters): Graph<OutputName> {
  for (const { name } of method.hyperparameters) {
    if (!Number.isFinite(hyper[name]))
      throw new RangeError(`${method.id} needs a number for ${name}, got ${hyper[name]}`);
  }
  const key = method.hyperparameters.map(({ name }) => hyper[name]).join(' ');
  const known = recorded.get(method);
  if (known?.key === key) return known.graph;
  const recorder = createRecorder();
  const paired = method.needs.relation === 'pair';
  const output = method.compute(
    recorder,
    {
      chosen: side(recorder, 'chosen', paired ? 'pair' : 'chosen'),
      rejected: side(recorder, 'rejected', paired ? 'pair' : 'rejected'),
      ...(method.needs.mismatchedCompletions ? { mismatched: side(recorder, 'mismatched', 'mismatched') } : {}),
    },
    hyper,
  );
  const graph = recorder.finish<OutputName>({ ...output });
  recorded.set(method, { key, graph });
  return graph;
}

const recorded = new WeakMap<MethodDefinition, { readonly key: string; readonly graph: Graph<OutputName> }>();

/**
 * The objective in float64 with its gradient by every token's log-prob. Callers that accumulate gradients over several
 * micro-batches scale.
 *
 * @throws RangeError where the arrays disagree in size or the method needs a reference that is not there
 */
export function evaluateObjective(
  method: MethodDefinition,
  arrays: ObjectiveArrays,
  hyper: Hyperparameters,
): ObjectiveEvaluation {
  checkArrays(method, arrays);
  const values = evaluateFloat64(recordObjective(method, hyper), (name, [limits]) => {
    const leaf = readLeaf(name);
    const rows = rowsOf(arrays, leaf.side);
    const sums = new Float64Array(rows.length);
    const matrix = matrixOf(arrays, leaf.source);
    rows.forEach((row, i) => {
      let sum = 0;
      visitTokens(arrays, leaf.span, row, limits?.[i], (index) => {
        sum += matrix === null ? 1 : (matrix[index] as number);
      });
      sums[i] = sum;
    });
    return sums;
  });
  const tokenGradients = new Float64Array(arrays.sequences * arrays.tokens);
  gradientsFloat64(values, 'loss', (name, gradient, [limits]) => {
    const leaf = readLeaf(name);
    if (leaf.source !== 'policy') return;
    rowsOf(arrays, leaf.side).forEach((row, i) => {
      const g = gradient[i] as number;
      if (g === 0) return;
      visitTokens(arrays, leaf.span, row, limits?.[i], (index) => {
        tokenGradients[index] = (tokenGradients[index] as number) + g;
      });
    });
  });
  return {
    loss: values.value('loss')[0] as number,
    losses: values.value('losses'),
    chosenRewards: values.value('chosenRewards'),
    rejectedRewards: values.value('rejectedRewards'),
    tokenGradients,
  };
}

/** The same outputs on tensors, from a tensor of token log-probs [N, T] that a tape may follow. For proofs. */
export function objectiveTensors<T>(
  method: MethodDefinition,
  arrays: Omit<ObjectiveArrays, 'tokenLogps'>,
  hyper: Hyperparameters,
  operations: TensorOperations<T>,
  tokenLogps: T,
): Record<OutputName, T> {
  const { sequences, tokens } = arrays;
  return evaluateTensors(recordObjective(method, hyper), operations, (name, [limits]) => {
    const leaf = readLeaf(name);
    const rows = rowsOf(arrays, leaf.side);
    if (rows.length === 0) return operations.tensor([], [0]);
    const bounds = limits === undefined ? undefined : operations.read(limits);
    // Rows are picked by a product with a 0/1 matrix: its gradient exists on every backend.
    const picks = new Float32Array(rows.length * sequences);
    const weights = new Float32Array(rows.length * tokens);
    rows.forEach((row, i) => {
      picks[i * sequences + row] = 1;
      visitTokens(arrays, leaf.span, row, bounds?.[i], (index) => {
        weights[i * tokens + (index - row * tokens)] = 1;
      });
    });
    const mask = operations.tensor(weights, [rows.length, tokens]); // [n, T]
    if (leaf.source === null) return operations.sum(mask, 1); // [n]
    const matrix =
      leaf.source === 'policy'
        ? tokenLogps
        : operations.tensor(matrixOf({ ...arrays, tokenLogps: EMPTY }, 'reference') ?? EMPTY, [sequences, tokens]);
    const picked = operations.matmul(operations.tensor(picks, [rows.length, sequences]), matrix); // [n, T]
    return operations.sum(operations.mul(picked, mask), 1); // [n]
  });
}

/** A sequence's sum over its completion tokens, and how many there are: what metrics call logps and lengths. [n] each */
export function completionSums(
  arrays: ObjectiveArrays,
  rows: Int32Array,
  source: Source = 'policy',
): { readonly logps: Float64Array; readonly lengths: Float64Array } {
  const matrix = matrixOf(arrays, source) ?? EMPTY;
  const [logps, lengths] = [new Float64Array(rows.length), new Float64Array(rows.length)];
  rows.forEach((row, i) => {
    visitTokens(arrays, 'completion', row, undefined, (index) => {
      logps[i] = (logps[i] as number) + (matrix[index] as number);
      lengths[i] = (lengths[i] as number) + 1;
    });
  });
  return { logps, lengths };
}

const EMPTY = new Float64Array(0);

/** A side as `compute` sees it. Leaves are named 'side source span'; each is recorded once, when first read. */
function side(recorder: Recorder, name: SideName, axis: Axis): ScoredSide {
  const leaves = new Map<string, Expression>();
  const leaf = (source: Source | 'count', span: Span, ...limits: readonly Expression[]) => {
    const key = [name, source, span, ...limits.map(({ id }) => id)].join(' ');
    const known = leaves.get(key);
    if (known) return known;
    const made = recorder.input(`${name} ${source} ${span}`, axis, ...limits);
    leaves.set(key, made);
    return made;
  };
  return {
    get logps() {
      return leaf('policy', 'completion');
    },
    get refLogps() {
      return leaf('reference', 'completion');
    },
    get lengths() {
      return leaf('count', 'completion');
    },
    get fullLogps() {
      return leaf('policy', 'full');
    },
    get fullLengths() {
      return leaf('count', 'full');
    },
    prefixLogps: (length) => leaf('policy', 'prefix', length),
    prefixRefLogps: (length) => leaf('reference', 'prefix', length),
  };
}

function readLeaf(name: string): { readonly side: SideName; readonly source: Source | null; readonly span: Span } {
  const [sideName, source, span] = name.split(' ') as [SideName, Source | 'count', Span];
  return { side: sideName, source: source === 'count' ? null : source, span };
}

function rowsOf(arrays: Pick<ObjectiveArrays, SideName>, name: SideName): Int32Array {
  const rows = arrays[name];
  if (rows === undefined) throw new RangeError(`no ${name} rows`);
  return rows;
}

/** null for counts. */
function matrixOf(arrays: ObjectiveArrays, source: Source | null): FloatArray | null {
  if (source === null) return null;
  const matrix = source === 'policy' ? arrays.tokenLogps : arrays.refTokenLogps;
  if (matrix === undefined) throw new RangeError('this objective needs reference log-probs');
  return matrix;
}

/** Calls `visit` with the flat index of each token of `row` in the span; 'prefix' stops after `limit` completion tokens. */
function visitTokens(
  arrays: Pick<ObjectiveArrays, 'tokens' | 'completionMask' | 'fullMask'>,
  span: Span,
  row: number,
  limit: number | undefined,
  visit: (index: number) => void,
): void {
  const mask = span === 'full' ? arrays.fullMask : arrays.completionMask;
  let left = span === 'prefix' ? (limit ?? 0) : Number.POSITIVE_INFINITY;
  const end = (row + 1) * arrays.tokens;
  for (let index = row * arrays.tokens; index < end && left > 0; index++) {
    if (mask[index] !== 1) continue;
    visit(index);
    left--;
  }
}

function checkArrays(method: MethodDefinition, arrays: ObjectiveArrays): void {
  const { sequences, tokens, chosen, rejected, mismatched } = arrays;
  const size = sequences * tokens;
  for (const name of ['tokenLogps', 'refTokenLogps', 'completionMask', 'fullMask'] as const) {
    const found = arrays[name]?.length ?? size;
    if (found !== size) throw new RangeError(`${name} has ${found} elements, [${sequences}, ${tokens}] expected`);
  }
  for (const rows of [chosen, rejected, mismatched ?? []]) {
    for (const row of rows) if (!(row >= 0 && row < sequences)) throw new RangeError(`row ${row} of ${sequences}`);
  }
  if (method.needs.relation === 'pair' && chosen.length !== rejected.length) {
    throw new RangeError(`${chosen.length} chosen and ${rejected.length} rejected rows are no pairs`);
  }
}
