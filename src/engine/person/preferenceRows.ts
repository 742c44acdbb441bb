import type { PreferenceRow } from '../worlds/types.ts';
import type { JudgedComparison } from './types.ts';

/** A person's judgements as rows to train on; ties prefer nothing and are left out. */
export function preferenceRows(judged: readonly JudgedComparison[]): PreferenceRow[] {
  return judged.flatMap(({ prompt, first, second, verdict }) => {
    if (verdict === 0.5) return [];
    return [verdict === 1 ? { prompt, chosen: first, rejected: second } : { prompt, chosen: second, rejected: first }];
  });
}
