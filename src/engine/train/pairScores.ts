import { EXAMPLE_TOKEN_LOGP, EXAMPLE_TOKENS } from '../methods/shape/examplePair.ts';
import type { MethodDefinition } from '../methods/types.ts';
import type { PairScores } from '../protocol.ts';
import type { ScoredBatch, SideSums } from './evaluateBatch.ts';

/**
 * Where a batch's pairs lie on the objective's shape (`lossShape`): each answer's log-ratio to the reference, or, where the method
 * has none, what its log-prob is above that of the shape's tokens; nats, those of 20 tokens where it compares averages. null
 * where it trains on no pairs.
 */
export function pairScores(method: MethodDefinition, { chosen, rejected, losses }: ScoredBatch): PairScores | null {
  const pairs = chosen.logps.length;
  if (pairs === 0 || rejected.logps.length !== pairs) return null;
  const { references, reduction } = method.needs;
  const scores = ({ logps, refLogps, lengths }: SideSums) =>
    Array.from(logps, (logp, i) => {
      const length = Math.max(1, lengths[i] as number);
      const level = references.length === 0 ? EXAMPLE_TOKEN_LOGP * length : (refLogps[i] as number);
      return reduction === 'mean' ? ((logp - level) * EXAMPLE_TOKENS) / length : logp - level;
    });
  return {
    chosen: scores(chosen),
    rejected: scores(rejected),
    losses: losses.length === pairs ? Array.from(losses) : null,
  };
}
