import { type WinRate, winRate } from '../metrics/winRate.ts';
import type { Judge } from './types.ts';
import { verdictsOf } from './verdictsOf.ts';

/** How often two judges prefer the same answer, where both prefer one; with Wilson's 95 % interval. Null where they never do. */
export async function judgeAgreement(
  one: Judge,
  other: Judge,
  { prompts, first, second }: Readonly<Record<'prompts' | 'first' | 'second', readonly string[]>>,
): Promise<WinRate | null> {
  const ofOne = await verdictsOf(one, prompts, first, second);
  const ofOther = await verdictsOf(other, prompts, first, second);
  const decides = (verdict: number | undefined) => verdict === 0 || verdict === 1;
  const both = prompts.map((_, i) => i).filter((i) => decides(ofOne[i]) && decides(ofOther[i]));
  return winRate(both.map((i) => (ofOne[i] === ofOther[i] ? 1 : 0)));
}
