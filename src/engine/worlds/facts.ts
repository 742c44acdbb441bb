import { ARITH_FACTS } from './arithFacts.ts';
import { CLAIMS_FACTS } from './claimsFacts.ts';
import { CYCLIC_FACTS } from './cyclicFacts.ts';
import { MULTI_INS_FACTS } from './multiInsFacts.ts';
import { PERSONA_FACTS } from './personaFacts.ts';
import { PLANNER_FACTS } from './plannerFacts.ts';
import type { WorldFacts } from './types.ts';

/**
 * What a person chooses a world by, without the world's words and grammar: the page loads this, the worker the rest. Each
 * world but `style` is a set of its own id, generated from a seed; sets of `style` are bundled.
 */
export const WORLD_FACTS: readonly WorldFacts[] = [
  CYCLIC_FACTS,
  MULTI_INS_FACTS,
  PERSONA_FACTS,
  ARITH_FACTS,
  CLAIMS_FACTS,
  PLANNER_FACTS,
];
