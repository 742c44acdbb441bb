import type { MetricDefinition } from './types.ts';

/** Divergence of the policy from the reference, and entropy; all in nats. */

export const KL_METRICS: readonly MetricDefinition[] = [
  {
    id: 'kl',
    unit: 'nats',
    direction: 'none',
    meaning: 'Distance of the policy from the reference: mean log-ratio of a sampled answer, summed over its tokens.',
    range: [null, null],
    format: { style: 'number', digits: 2 },
  },
  {
    id: 'kl_per_token',
    unit: 'nats/token',
    direction: 'none',
    meaning: 'The same divided by the number of sampled tokens.',
    range: [null, null],
    format: { style: 'number', digits: 3 },
  },
  {
    id: 'entropy',
    unit: 'nats',
    direction: 'none',
    meaning: 'Mean entropy of the policy’s next-token distribution on completion tokens; low means it hardly varies.',
    range: [0, null],
    format: { style: 'number', digits: 2 },
  },
];

/**
 * Estimates of KL(π‖π_ref) from one sampled token (Schulman 2020, "Approximating KL Divergence"): k1 is unbiased but may be
 * negative; k2 is never negative and biased; k3 is both unbiased and never negative.
 */
export function klEstimates(logp: number, refLogp: number): { k1: number; k2: number; k3: number } {
  const logRatio = refLogp - logp;
  // expm1 keeps k3 exact near 0, where e^x − 1 − x cancels.
  return { k1: -logRatio, k2: (logRatio * logRatio) / 2, k3: Math.expm1(logRatio) - logRatio };
}

/** Exact Σ p (log p − log q) from log-probabilities of one distribution each; p = 0 counts 0. */
export function klDivergence(logP: ArrayLike<number>, logQ: ArrayLike<number>): number {
  let total = 0;
  for (let i = 0; i < logP.length; i++) {
    const p = Math.exp(logP[i] as number);
    if (p > 0) total += p * ((logP[i] as number) - (logQ[i] as number));
  }
  return total;
}

/** −Σ p log p. */
export function entropy(logP: ArrayLike<number>): number {
  let total = 0;
  for (let i = 0; i < logP.length; i++) {
    const p = Math.exp(logP[i] as number);
    if (p > 0) total -= p * (logP[i] as number);
  }
  return total;
}

/** Logits → log-probabilities, shifted by the largest. */
export function logSoftmax(logits: ArrayLike<number>): Float64Array {
  const values = Float64Array.from(logits);
  let largest = Number.NEGATIVE_INFINITY;
  for (const value of values) largest = Math.max(largest, value);
  let total = 0;
  for (const value of values) total += Math.exp(value - largest);
  const shift = largest + Math.log(total);
  return values.map((value) => value - shift);
}
