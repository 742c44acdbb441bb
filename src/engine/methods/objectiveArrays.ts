type FloatArray = Float32Array | Float64Array;

export type SideName = 'chosen' | 'rejected' | 'mismatched';
export type Source = 'policy' | 'reference';
export type Span = 'completion' | 'full' | 'prefix';

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

export function rowsOf(arrays: Pick<ObjectiveArrays, SideName>, name: SideName): Int32Array {
  const rows = arrays[name];
  if (rows === undefined) throw new RangeError(`no ${name} rows`);
  return rows;
}

/** null for counts. */
export function matrixOf(arrays: ObjectiveArrays, source: Source | null): FloatArray | null {
  if (source === null) return null;
  const matrix = source === 'policy' ? arrays.tokenLogps : arrays.refTokenLogps;
  if (matrix === undefined) throw new RangeError('this objective needs reference log-probs');
  return matrix;
}

/** Calls `visit` with the flat index of each token of `row` in the span; 'prefix' stops after `limit` completion tokens. */
export function visitTokens(
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
