import type { TokenizedSequence } from '../data/tokenizeRow.ts';
import { scoreSequences } from '../model/scorer.ts';
import type { ReferenceDistributions } from '../model/writeReference.ts';
import type { Workbench } from './workbench.ts';

/** What the frozen reference makes of a batch. */
export interface ReferencePass {
  /** Log-probs of tokens 1..n−1, nats. [N][n−1] */
  readonly logps: readonly Float32Array[];
  /** From which the policy's pass computes its divergence, where the method reads it. */
  readonly distributions: ReferenceDistributions | undefined;
  /** Final hidden states of the rows that predict tokens 1..n−1, where the method reads them. [N][n−1, C] */
  readonly hidden?: readonly Float32Array[];
}

/**
 * Log-probs are kept from step to step. Hidden states, which hold a whole distribution a token, are computed for each batch
 * anew: those of a set would take hundreds of times the memory.
 */
export async function referencePass(bench: Workbench, sequences: readonly TokenizedSequence[]): Promise<ReferencePass> {
  const { method, model, plans, reference, references } = bench;
  const { vocabulary, tokenMask = false, hidden: readsHidden = false } = method.needs;
  const readsKl = vocabulary?.includes('kl') === true;
  if (!readsKl && !tokenMask && !readsHidden) {
    return { logps: await references.of(sequences, model.hash, plans, reference), distributions: undefined };
  }
  const ids = sequences.map((sequence) => sequence.ids);
  const scores = await scoreSequences(plans, reference, ids, { hidden: true });
  const hidden = scores.map((score) => score.hidden ?? new Float32Array(0));
  return {
    logps: scores.map(({ logps }) => logps),
    distributions: readsKl ? { head: bench.referenceHead, hidden } : undefined,
    ...((tokenMask || readsHidden) && { hidden }),
  };
}
