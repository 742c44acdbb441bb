import type { Bandit } from './types.ts';

/** What maximises E[r] − β·KL: π_ref·exp(r/β), as logits. [C][K] */
export function rlhfOptimum({ rewards, referenceLogits }: Bandit, beta: number): Float64Array[] {
  return referenceLogits.map((row, c) => row.map((logit, a) => logit + (rewards[c]?.[a] ?? 0) / beta));
}
