type FloatArray = Float32Array | Float64Array;

/** Roles of sequences. Those of a pair stand in the same order; `member` is a list's, `sample` a group's. */
export type SideName =
  | 'chosen'
  | 'rejected'
  /** Completions of other prompts (KTO). */
  | 'mismatched'
  /** A reference answer of each pair's prompt (triple preference optimisation). */
  | 'gold'
  /** Why chosen is better, after the prompt and both answers. */
  | 'rationale'
  /** The chosen answer after a prompt it satisfies, and after one it violates. */
  | 'satisfied'
  | 'violated'
  /** A second pair, whose answers differ on more instructions of its prompt than the row's own do. */
  | 'synthesisedChosen'
  | 'synthesisedRejected'
  /** The question how much of an answer is missing, with its reply. */
  | 'degree'
  | 'member'
  | 'sample';

/** Whose number a token matrix holds: log-probs of four policies, what else a pass over the vocabulary gives, and a mask. */
export type Source = 'policy' | 'reference' | 'previous' | 'old' | 'kl' | 'collision' | 'entropy' | 'mask';

/** Which tokens of a sequence: its completion, prompt and completion, or the completion's first ones. */
export type Span = 'completion' | 'full' | 'prefix';

/** N sequences of up to T tokens, and their roles as row indices. Matrices are row-major [N, T]. */
export interface ObjectiveArrays extends Readonly<Partial<Record<SideName, Int32Array>>> {
  readonly sequences: number;
  readonly tokens: number;
  /** log π(token | before), nats; finite everywhere, anything where both masks are 0. */
  readonly tokenLogps: FloatArray;
  /** The same under the reference; may be left out where a method needs none. So may all below. */
  readonly refTokenLogps?: FloatArray;
  /** Under the previous iterate of an outer loop; offline that is the reference. */
  readonly previousTokenLogps?: FloatArray;
  /** Under the policy that drew the samples. */
  readonly oldTokenLogps?: FloatArray;
  /** KL(π_ref ‖ π) over the whole vocabulary at each token, nats. Carries a gradient. */
  readonly tokenKl?: FloatArray;
  /** log Σ_v π(v)² at each token. No gradient. */
  readonly tokenCollision?: FloatArray;
  /** Entropy of π at each token, nats. No gradient. */
  readonly tokenEntropy?: FloatArray;
  /** How strongly the reference is activated at each completion token, in [0, 1] of its sequence (`activationMask`). No gradient. */
  readonly tokenMask?: FloatArray;
  /** The reference's final hidden state where it predicts each token: of every sequence [T_n, C], T_n ≤ T rows. */
  readonly hidden?: { readonly channels: number; readonly rows: readonly Float32Array[] };
  /** 1 on completion tokens (EOS counted). */
  readonly completionMask: Uint8Array;
  /** 1 on prompt and completion tokens, but not on the first, which nothing predicts. */
  readonly fullMask: Uint8Array;
  /** Relation 'pair': chosen[i] and rejected[i] are a pair. */
  readonly chosen: Int32Array;
  readonly rejected: Int32Array;
  /** Which list each member is in, from 0. */
  readonly memberList?: Int32Array;
  /** The step (sentence) each token belongs to, from 1; 0: none. [N, T] */
  readonly tokenStep?: Uint16Array;
  /** Numbers known before the step, one an element of a side or pair: 'chosen score', 'pair probability', 'sample advantage'. */
  readonly columns?: Readonly<Record<string, FloatArray>>;
  /**
   * How samples were drawn: tokens a completion may have at most; and completion tokens of all the step's samples divided by
   * its micro-batches, whose mean gradient is then that of a sum over the step divided by all its tokens.
   */
  readonly draw?: { readonly maxLength: number; readonly tokens: number };
  /** Running statistics of the method, as the last step left them. */
  readonly state?: Readonly<Record<string, number>>;
  /** Vectors that the method learns, as the last step left them; those left out are as at first. */
  readonly parameters?: Readonly<Record<string, Float64Array>>;
}

/** A sequence's sum over its completion tokens, and how many there are: what metrics call logps and lengths. [n] each */
export function completionSums(
  arrays: ObjectiveArrays,
  rows: Int32Array,
  source: Source = 'policy',
): { readonly logps: Float64Array; readonly lengths: Float64Array } {
  const matrix = matrixOf(arrays, source);
  const [logps, lengths] = [new Float64Array(rows.length), new Float64Array(rows.length)];
  rows.forEach((row, i) => {
    visitTokens(arrays, 'completion', row, undefined, (index) => {
      logps[i] = (logps[i] as number) + (matrix[index] as number);
      lengths[i] = (lengths[i] as number) + 1;
    });
  });
  return { logps, lengths };
}

/** @throws RangeError where the batch has no such rows */
export function rowsOf(arrays: Pick<ObjectiveArrays, SideName>, name: SideName): Int32Array {
  const rows = arrays[name];
  if (rows === undefined) throw new RangeError(`no ${name} rows`);
  return rows;
}

const MATRICES = {
  policy: 'tokenLogps',
  reference: 'refTokenLogps',
  previous: 'previousTokenLogps',
  old: 'oldTokenLogps',
  kl: 'tokenKl',
  collision: 'tokenCollision',
  entropy: 'tokenEntropy',
  mask: 'tokenMask',
} as const satisfies Record<Source, keyof ObjectiveArrays>;

/** @throws RangeError where the batch has no such numbers */
export function matrixOf(arrays: ObjectiveArrays, source: Source): FloatArray {
  const matrix = arrays[MATRICES[source]];
  if (matrix === undefined) throw new RangeError(`this objective needs ${MATRICES[source]}`);
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
