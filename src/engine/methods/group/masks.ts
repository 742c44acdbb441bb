import type { Expression, MathInterface } from '../../math/types.ts';
import { perToken } from '../terms.ts';
import type { ScoredSide } from '../types.ts';

/** Absorbs the rounding of q (K − 1) where it is a whole number. */
const RANK_SLACK = 1e-9;

/**
 * Token losses where the policy's entropy is among the highest `share` of the batch, 0 elsewhere (arXiv 2506.01939). The bound
 * is the (1 − share) quantile: with or without interpolation the same tokens reach it.
 */
export function highEntropyOnly(
  m: MathInterface,
  { tokens }: ScoredSide,
  share: number,
  tokenLosses: Expression,
): Expression {
  const { entropies } = tokens;
  const rank = m.add(m.scale(m.sub(m.count(entropies), 1), share), RANK_SLACK);
  // Looked up at every token, so that a batch without tokens looks up nothing.
  const bound = m.neg(m.gather(m.sort(m.neg(entropies)), m.add(m.scale(entropies, 0), rank)));
  return m.select(m.sub(bound, entropies), 0, tokenLosses);
}

/**
 * Token losses but those of bad answers that the policy has drifted from: mean log π_old − log π over the sequence above
 * `threshold` (arXiv 2512.02556, equation 9). [K]
 */
export function withoutOffPolicy(
  m: MathInterface,
  side: ScoredSide,
  threshold: number,
  tokenLosses: Expression,
): Expression {
  const { tokens } = side;
  const drift = perToken(m, tokens.sum(m.sub(tokens.oldLogps, tokens.logps)), side);
  const bad = m.neg(side.column('advantage'));
  const excess = m.select(bad, m.sub(drift, threshold), -1);
  return m.select(tokens.spread(excess), 0, tokenLosses);
}
