import { type WinRate, winRate } from '../metrics/winRate.ts';
import type { JudgedComparison } from './types.ts';

/**
 * How often a person and the gold judge prefer the same answer, where both prefer one; with Wilson's 95 % interval. Null where there is
 * no such comparison.
 */
export function goldAgreement(judged: readonly JudgedComparison[]): WinRate | null {
  const both = judged.filter(({ gold, verdict }) => gold !== null && gold !== 0.5 && verdict !== 0.5);
  return winRate(both.map(({ gold, verdict }) => (gold === verdict ? 1 : 0)));
}

/** How often a person preferred the policy's answer to the reference's; ties count half. Null where the two never met. */
export function policyPreferred(judged: readonly JudgedComparison[]): WinRate | null {
  const met = judged.filter(({ firstFrom, secondFrom }) => firstFrom !== secondFrom);
  return winRate(met.map(({ firstFrom, verdict }) => (firstFrom === 'policy' ? verdict : 1 - verdict)));
}
