import { randomStream } from '../train/rng.ts';
import type { PreferenceRow, World } from './types.ts';

/** Share of a world's prompts that are kept for held-out rows. */
const HELD_OUT_SHARE = 1 / 6;
const DRAWS_PER_ROW_MAX = 1000;

/** Whether a prompt is kept for held-out rows: a property of its text alone, the same for every seed, world and knob. */
export function isHeldOutPrompt(prompt: string): boolean {
  return randomStream(0, `held-out prompt/${prompt}`).uniform() < HELD_OUT_SHARE;
}

/**
 * Preference rows of a world. Training and held-out rows come from different streams and share no prompt; no row occurs
 * twice. The first rows do not depend on how many are asked for. Held-out labels are never flipped (knob `epsilon`): what is
 * learnt from noisy labels is measured on clean ones.
 *
 * @throws RangeError when the world has too few pairs for what is asked
 */
export function generatePairs(
  world: World,
  knobs: Readonly<Record<string, number>>,
  seed: number,
  counts: { readonly train: number; readonly heldout: number },
): { train: PreferenceRow[]; heldout: PreferenceRow[] } {
  const draw = (part: 'train' | 'heldout'): PreferenceRow[] => {
    const random = randomStream(seed, `${world.id}/${part}`);
    const labels = part === 'heldout' ? { ...knobs, epsilon: 0 } : knobs;
    const rows = new Map<string, PreferenceRow>();
    for (let draws = 0; rows.size < counts[part]; draws++) {
      if (draws > counts[part] * DRAWS_PER_ROW_MAX) throw new RangeError(`${world.id} has too few pairs for ${part}`);
      const row = world.pair(random, labels);
      if (isHeldOutPrompt(row.prompt) === (part === 'heldout')) rows.set(JSON.stringify(row), row);
    }
    return [...rows.values()];
  };
  return { train: draw('train'), heldout: draw('heldout') };
}
