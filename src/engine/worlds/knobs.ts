import { WORLD_FACTS } from './facts.ts';
import type { WorldKnob } from './types.ts';

/** Own knobs of the world that a set is made of, by the set's id; those of the labels every set has. */
export function ownKnobsOf(data: string): readonly WorldKnob[] {
  return WORLD_FACTS.find(({ id }) => id === data)?.knobs ?? [];
}
