import { dpoLoss } from './ranking.ts';

/** A held-out pair against the theory's boundary (M42, arXiv 2405.19534). */
export interface PairDot {
  /** c = ℓ_ref(rejected) − ℓ_ref(chosen), nats: above 0 the reference ranks the pair wrongly. */
  readonly difficulty: number;
  /** −log σ(βΔ) with Δ the policy's log-ratio of chosen minus that of rejected. */
  readonly loss: number;
}

export interface PairDots {
  /** Of the loss and its boundary −log σ(βc). */
  readonly beta: number;
  readonly dots: readonly PairDot[];
}

interface Sums {
  readonly logps: ArrayLike<number>;
  readonly refLogps: ArrayLike<number>;
}

/** Each pair's DPO loss at β, whatever the objective is: the loss for which the boundary is exact. [n] */
export function pairDots(chosen: Sums, rejected: Sums, beta: number): PairDot[] {
  return Array.from(chosen.logps, (logp, i) => {
    const difficulty = (rejected.refLogps[i] as number) - (chosen.refLogps[i] as number);
    const gap = logp - (rejected.logps[i] as number);
    return { difficulty, loss: dpoLoss(gap + difficulty, beta) };
  });
}
