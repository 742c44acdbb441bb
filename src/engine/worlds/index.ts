import { style } from './style.ts';
import type { World } from './types.ts';

/** Every world the page knows. */
export const WORLDS: readonly World[] = [style];

export function worldById(id: string): World | undefined {
  return WORLDS.find((world) => world.id === id);
}
