import { launchMatmul, product } from '../matmul/matmul.ts';
import type { PlanBuilder } from '../plan/PlanBuilder.ts';
import { FLAT_ALIGNMENT, type Value } from '../plan/types.ts';

export interface HeadLogps {
  /** log softmax(x·headᵀ)[target] per row, [M]. The only one that carries a gradient. */
  readonly logps: Value;
  /** log Σ exp of the logits, [M]. */
  readonly lse: Value;
  /** Entropy of the distribution in nats, [M]. */
  readonly entropy: Value;
  /** [M, V] where the vocabulary is one chunk. The backward pass turns them into their gradient in place. */
  readonly logits: Value | undefined;
}

/** Up to 16 MiB of logits are kept whole: a vocabulary of 1,024 is not computed again at a default batch of 32 pairs. */
const WHOLE_ELEMENTS = 2 ** 22;
/** A chunk of larger ones, 2 MiB: memory stays that of a small vocabulary, and a chunk still fills a device. */
const CHUNK_ELEMENTS = 2 ** 19;

interface Chunk {
  readonly begin: number;
  /** The head's rows begin.. of this chunk. */
  readonly head: Value;
  readonly logits: Value;
}

/**
 * Log-probabilities of `targets` i32 [M] under softmax(x·headᵀ), x [M, C], head a parameter [V, C]: the vocabulary goes by in
 * chunks, of which only four numbers a row stay. The backward pass computes a chunk's logits again, unless there is only one.
 *
 * @param wholeElements logits that are kept whole, at most
 */
export function headLogps(
  plan: PlanBuilder,
  x: Value,
  head: Value,
  targets: Value,
  wholeElements: number = WHOLE_ELEMENTS,
): HeadLogps {
  const rows = x.shape[0] as number;
  const vocabulary = head.shape[0] as number;
  const columns = chunkColumns(rows, vocabulary, wholeElements);
  const chunks: Chunk[] = [];
  let statistics: Value | undefined;
  for (let begin = 0; begin < vocabulary; begin += columns) {
    const part = plan.rowsOf(head, begin, Math.min(vocabulary, begin + columns));
    const logits = product(plan, x, part, false, true); // [M, P]
    const merged = plan.temporary('logit statistics', [rows, 4]);
    plan.launch('logitStatistics', [logits, targets, ...(statistics ? [statistics] : [])], [merged], {
      firstId: begin,
    });
    statistics = merged;
    chunks.push({ begin, head: part, logits });
  }
  const [logps, lse, entropy] = ['logps', 'lse', 'entropy'].map((name) => plan.temporary(name, [rows])) as [
    Value,
    Value,
    Value,
  ];
  plan.launch('tokenLogps', [statistics as Value], [logps, lse, entropy]);
  plan.record(logps, [x, head], (dLogps, tape) => {
    for (const { begin, head: part, logits } of chunks) {
      const dLogits = chunks.length === 1 ? logits : product(plan, x, part, false, true);
      plan.launch('tokenLogpsGrad', [dLogits, targets, lse, dLogps], [dLogits], { firstId: begin });
      launchMatmul(plan, dLogits, x, tape.gradientOf(part), true, false);
      tape.fold(x, (soFar) => product(plan, dLogits, part, false, false, soFar));
    }
  });
  return { logps, lse, entropy, logits: chunks.length === 1 ? chunks[0]?.logits : undefined };
}

/** Multiples of FLAT_ALIGNMENT, so that a chunk of the head can be bound alone whatever its width. */
function chunkColumns(rows: number, vocabulary: number, wholeElements: number): number {
  if (rows * vocabulary <= wholeElements) return vocabulary;
  const elements = Math.min(wholeElements, CHUNK_ELEMENTS);
  return Math.max(1, Math.floor(elements / rows / FLAT_ALIGNMENT)) * FLAT_ALIGNMENT;
}
