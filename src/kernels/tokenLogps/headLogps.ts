import { launchMatmul, product } from '../matmul/matmul.ts';
import { describeValue } from '../plan/contract.ts';
import { KernelError } from '../plan/executor.ts';
import type { PlanBuilder } from '../plan/PlanBuilder.ts';
import { FLAT_ALIGNMENT, type Value } from '../plan/types.ts';

export interface HeadLogps {
  /** log softmax(x·headᵀ)[target] per row, [M]. It and `kl` carry a gradient, the others none. */
  readonly logps: Value;
  /** log Σ exp of the logits, [M]. */
  readonly lse: Value;
  /** Entropy of the distribution in nats, [M]. */
  readonly entropy: Value;
  /** With `reference`: KL of the reference's distribution against this one in nats, [M]. Carries a gradient, beside that of `logps`. */
  readonly kl: Value | undefined;
  /** With `collision`: log Σ_v p(v)², the log-probability that two draws agree, [M]. */
  readonly logCollision: Value | undefined;
  /** [M, V] where the vocabulary is one chunk. The backward pass turns them into their gradient in place. */
  readonly logits: Value | undefined;
}

/** Up to 16 MiB of logits are kept whole: a vocabulary of 1,024 is not computed again at a default batch of 32 pairs. */
const WHOLE_ELEMENTS = 2 ** 22;
/** A chunk of larger ones, 2 MiB: memory stays that of a small vocabulary, and a chunk still fills a device. */
const CHUNK_ELEMENTS = 2 ** 19;

export interface HeadOptions {
  /** Asks for `kl`, against softmax(hidden·headᵀ): inputs [M, C'] and [V, C'], constants. */
  readonly reference?: { readonly hidden: Value; readonly head: Value } | undefined;
  /** Asks for `logCollision`. */
  readonly collision?: boolean | undefined;
  /** Logits that are kept whole, at most; the reference's too. */
  readonly wholeElements?: number | undefined;
}

interface Chunk {
  readonly begin: number;
  /** The head's rows begin.. of this chunk. */
  readonly head: Value;
  readonly logits: Value;
  readonly reference: ChunkReference | undefined;
}

interface ChunkReference {
  readonly hidden: Value;
  readonly head: Value;
  readonly logits: Value;
}

/**
 * Log-probabilities of `targets` i32 [M] under softmax(x·headᵀ), x [M, C], head a parameter [V, C]: the vocabulary goes by in
 * chunks, of which only four numbers a row stay (four more for `kl`, two for `logCollision`). The backward pass computes a chunk's logits
 * again, and the reference's, unless there is only one. Gradients of log-probs and KL are summed per logit, before the products.
 *
 * @throws KernelError PLAN_INVALID for a reference with another vocabulary
 */
export function headLogps(
  plan: PlanBuilder,
  x: Value,
  head: Value,
  targets: Value,
  options: HeadOptions = {},
): HeadLogps {
  const { reference, collision = false, wholeElements = WHOLE_ELEMENTS } = options;
  const rows = x.shape[0] as number;
  const vocabulary = head.shape[0] as number;
  if (reference && reference.head.shape[0] !== vocabulary) {
    const reason = `the reference must have the policy's vocabulary, ${vocabulary}`;
    throw new KernelError('PLAN_INVALID', { head: describeValue(reference.head), reason });
  }
  const columns = chunkColumns(rows, vocabulary, wholeElements);
  const chunks: Chunk[] = [];
  let statistics: Value | undefined;
  let refStatistics: Value | undefined;
  let collisions: Value | undefined;
  for (let begin = 0; begin < vocabulary; begin += columns) {
    const end = Math.min(vocabulary, begin + columns);
    const part = plan.rowsOf(head, begin, end);
    const logits = product(plan, x, part, false, true); // [M, P]
    const merged = plan.temporary('logit statistics', [rows, 4]);
    plan.launch('logitStatistics', [logits, targets, ...(statistics ? [statistics] : [])], [merged], {
      firstId: begin,
    });
    statistics = merged;
    if (collision) collisions = collisionsWith(plan, logits, merged, collisions);
    const ofReference = reference && referenceChunk(plan, reference, begin, end);
    if (ofReference) refStatistics = refStatisticsWith(plan, logits, ofReference.logits, merged, refStatistics);
    chunks.push({ begin, head: part, logits, reference: ofReference });
  }
  const [logps, lse, entropy] = ['logps', 'lse', 'entropy'].map((name) => plan.temporary(name, [rows])) as [
    Value,
    Value,
    Value,
  ];
  plan.launch('tokenLogps', [statistics as Value], [logps, lse, entropy]);
  const logCollision = collisions && plan.temporary('logCollision', [rows]);
  if (collisions && logCollision) plan.launch('logCollision', [statistics as Value, collisions], [logCollision]);
  const kl = refStatistics && plan.temporary('kl', [rows]);
  const refLse = refStatistics && plan.temporary('refLse', [rows]);
  if (refStatistics && kl && refLse) plan.launch('tokenKl', [statistics as Value, refStatistics], [kl, refLse]);

  plan.recordTogether(kl ? [logps, kl] : [logps], [x, head], ([dLogps, dKl], tape) => {
    if (!dLogps)
      throw new KernelError('PLAN_INVALID', { reason: 'a gradient of kl needs one of logps beside it; zeros will do' });
    for (const { begin, head: part, logits, reference: ofReference } of chunks) {
      const again = chunks.length > 1;
      const dLogits = again ? product(plan, x, part, false, true) : logits; // [M, P]
      if (ofReference && refLse && dKl) {
        const refLogits = again ? product(plan, ofReference.hidden, ofReference.head, false, true) : ofReference.logits; // [M, P]
        const operands = [dLogits, targets, lse, dLogps, refLogits, refLse, dKl];
        plan.launch('tokenLogpsKlGrad', operands, [dLogits], { firstId: begin });
      } else plan.launch('tokenLogpsGrad', [dLogits, targets, lse, dLogps], [dLogits], { firstId: begin });
      launchMatmul(plan, dLogits, x, tape.gradientOf(part), true, false);
      tape.fold(x, (soFar) => product(plan, dLogits, part, false, false, soFar));
    }
  });
  return { logps, lse, entropy, kl, logCollision, logits: chunks.length === 1 ? chunks[0]?.logits : undefined };
}

function referenceChunk(
  plan: PlanBuilder,
  { hidden, head }: { readonly hidden: Value; readonly head: Value },
  begin: number,
  end: number,
): ChunkReference {
  const part = plan.rowsOf(head, begin, end);
  return { hidden, head: part, logits: product(plan, hidden, part, false, true) };
}

/** The running sums of `kl` with another chunk in them, [M, 4]. `statistics` include it already. */
function refStatisticsWith(
  plan: PlanBuilder,
  logits: Value,
  refLogits: Value,
  statistics: Value,
  previous: Value | undefined,
): Value {
  const merged = plan.temporary('reference statistics', statistics.shape);
  plan.launch('klStatistics', [logits, refLogits, statistics, ...(previous ? [previous] : [])], [merged]);
  return merged;
}

/** The running sums of `logCollision` with another chunk in them, [M, 2]. `statistics` include it already. */
function collisionsWith(plan: PlanBuilder, logits: Value, statistics: Value, previous: Value | undefined): Value {
  const merged = plan.temporary('collisions', [statistics.shape[0] as number, 2]);
  plan.launch('collisionStatistics', [logits, statistics, ...(previous ? [previous] : [])], [merged]);
  return merged;
}

/** Multiples of FLAT_ALIGNMENT, so that a chunk of the head can be bound alone whatever its width. */
function chunkColumns(rows: number, vocabulary: number, wholeElements: number): number {
  if (rows * vocabulary <= wholeElements) return vocabulary;
  const elements = Math.min(wholeElements, CHUNK_ELEMENTS);
  return Math.max(1, Math.floor(elements / rows / FLAT_ALIGNMENT)) * FLAT_ALIGNMENT;
}
