import { m04 } from './m04.ts';
import { m08 } from './m08.ts';
import { m13 } from './m13.ts';
import { m14 } from './m14.ts';
import { m15 } from './m15.ts';
import { m16 } from './m16.ts';
import { m18 } from './m18.ts';
import { m19 } from './m19.ts';
import { m21 } from './m21.ts';
import { m23 } from './m23.ts';
import { m24 } from './m24.ts';
import { m25 } from './m25.ts';
import { m26 } from './m26.ts';
import { m27 } from './m27.ts';
import { m28 } from './m28.ts';
import { m31 } from './m31.ts';
import { m33 } from './m33.ts';
import { m35 } from './m35.ts';
import { m42 } from './m42.ts';
import type { Claim } from './types.ts';

/** Every claim that can be checked, in the specification's order. */
export const CLAIMS: readonly Claim[] = [
  m04,
  m08,
  m13,
  m14,
  m15,
  m16,
  m18,
  m19,
  m21,
  m23,
  m24,
  m25,
  m26,
  m27,
  m28,
  m31,
  m33,
  m35,
  m42,
];
