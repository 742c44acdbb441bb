import type { PreferenceSet } from '../data/preferenceSet.ts';
import type { PreferenceRow } from '../worlds/types.ts';

/** P(chosen wins) under the labelling rule before flips: the row's own, else by its world's rules; null where nobody knows. */
export function trueProbability(
  { world, knobs }: Pick<PreferenceSet, 'world' | 'knobs'>,
  row: PreferenceRow,
): number | null {
  const { prompt, chosen, rejected, relations } = row;
  return relations?.probability ?? world?.winProbability(prompt, chosen, rejected, knobs) ?? null;
}
