import type { WorldFacts } from './types.ts';

/**
 * What a person chooses a world by, without the world's words and grammar: the page loads this, the worker the rest. Each
 * world but `style` is a set of its own id, generated from a seed; sets of `style` are bundled.
 */
export const WORLD_FACTS: readonly WorldFacts[] = [];
