import { m04 } from './m04.ts';
import { m27 } from './m27.ts';
import type { Claim } from './types.ts';

/** Every claim that can be checked, in the specification's order. */
export const CLAIMS: readonly Claim[] = [m04, m27];
