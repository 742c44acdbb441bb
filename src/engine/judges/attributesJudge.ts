import type { World } from '../worlds/types.ts';
import type { Judge } from './types.ts';

/**
 * The world's parts of quality, each in standard deviations, and their mix by weight as the one score: the frozen rewards
 * r_1 … r_K of multi-objective objectives (arXiv 2310.03708). Null for a world that has none.
 *
 * @param weights one a part; equal shares where left out
 */
export function attributesJudge(world: World, weights?: readonly number[]): Judge | null {
  const attributes = world.attributes?.bind(world);
  if (attributes === undefined) return null;
  const parts = attributes('', '').length; // Any text has all of them.
  const shares = weights ?? new Array<number>(parts).fill(1 / parts);
  if (shares.length !== parts) throw new RangeError(`${shares.length} weights for ${parts} attributes`);
  const read = (prompt: string, answer: string) => attributes(prompt, answer);
  return {
    id: `${world.id}/attributes`,
    kind: 'multiObjective',
    objectives: parts,
    async scores(prompts, completions) {
      return Float64Array.from(completions.flatMap((answer, i) => [...read(prompts[i] ?? '', answer)]));
    },
    async score(prompts, completions) {
      return Float64Array.from(completions, (answer, i) =>
        read(prompts[i] ?? '', answer).reduce((sum, value, k) => sum + value * (shares[k] ?? 0), 0),
      );
    },
  };
}
