import { arith } from './arith.ts';
import { claims } from './claims.ts';
import { cyclic } from './cyclic.ts';
import { multiIns } from './multiIns.ts';
import { persona } from './persona.ts';
import { planner } from './planner.ts';
import { style } from './style.ts';
import type { World } from './types.ts';

export { generatePairs } from './generatePairs.ts';

/** Every world the page knows. */
export const WORLDS: readonly World[] = [style, cyclic, multiIns, persona, arith, claims, planner];
