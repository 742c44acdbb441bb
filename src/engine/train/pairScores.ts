import type { MethodDefinition } from '../methods/types.ts';
import type { PairScores } from '../protocol.ts';
import type { ScoredBatch, SideSums } from './evaluateBatch.ts';

/**
 * Where a batch's pairs lie on the objective's shape: each answer's log-ratio to the reference, or log-prob where the method has
 * none, per token where it compares averages. null where it trains on no pairs.
 */
export function pairScores(method: MethodDefinition, { chosen, rejected, losses }: ScoredBatch): PairScores | null {
  const pairs = chosen.logps.length;
  if (pairs === 0 || rejected.logps.length !== pairs) return null;
  const { references, reduction } = method.needs;
  const scores = ({ logps, refLogps, lengths }: SideSums) =>
    Array.from(logps, (logp, i) => {
      const score = references.length === 0 ? logp : logp - (refLogps[i] as number);
      return reduction === 'mean' ? score / Math.max(1, lengths[i] as number) : score;
    });
  return {
    chosen: scores(chosen),
    rejected: scores(rejected),
    losses: losses.length === pairs ? Array.from(losses) : null,
  };
}
