import { logSoftmax } from '../../metrics/kl.ts';
import type { PreferenceGame } from './types.ts';

/** Logits → probabilities. [K] */
export function policyOf(logits: Float64Array): Float64Array {
  return logSoftmax(logits).map(Math.exp);
}

/** Pπ: how often each action is preferred to one drawn from `policy`. [K] */
export function winRates({ preferences }: PreferenceGame, policy: Float64Array): Float64Array {
  return Float64Array.from(preferences, (row) => row.reduce((sum, p, j) => sum + p * (policy[j] ?? 0), 0));
}

/** scale·a + … element by element: the affine combinations of which the updates consist. [K] */
export function combine(...terms: readonly (readonly [scale: number, values: Float64Array])[]): Float64Array {
  const result = new Float64Array(terms[0]?.[1].length ?? 0);
  for (const [scale, values] of terms) {
    for (let i = 0; i < result.length; i++) result[i] = (result[i] ?? 0) + scale * (values[i] ?? Number.NaN);
  }
  return result;
}
