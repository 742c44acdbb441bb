import { aStarPo } from './aStarPo.ts';
import { bnpo } from './bnpo.ts';
import { cdpo } from './cdpo.ts';
import { cispo } from './cispo.ts';
import { dapo } from './dapo.ts';
import { drGrpo } from './drGrpo.ts';
import { gmpo } from './gmpo.ts';
import { grpo } from './grpo.ts';
import { gspo } from './gspo.ts';
import { gspoToken } from './gspoToken.ts';
import { hinge } from './hinge.ts';
import { ipo } from './ipo.ts';
import { kto } from './kto.ts';
import { ldDpo } from './ldDpo.ts';
import { luspo } from './luspo.ts';
import { nashMd } from './nashMd.ts';
import { orpo } from './orpo.ts';
import { rloo } from './rloo.ts';
import { robust } from './robust.ts';
import { rpo } from './rpo.ts';
import { sapo } from './sapo.ts';
import { sft } from './sft.ts';
import { sigmoid } from './sigmoid.ts';
import { simpo } from './simpo.ts';
import type { MethodDefinition } from './types.ts';
import { vespo } from './vespo.ts';
import { xpo } from './xpo.ts';

/** Every method, in the order of the picker. Nothing else lists methods. */
export const METHODS: readonly MethodDefinition[] = [
  sigmoid,
  ldDpo,
  simpo,
  cdpo,
  robust,
  ipo,
  hinge,
  rpo,
  kto,
  orpo,
  sft,
  grpo,
  bnpo,
  drGrpo,
  dapo,
  gspo,
  gspoToken,
  gmpo,
  cispo,
  sapo,
  luspo,
  vespo,
  rloo,
  xpo,
  nashMd,
  aStarPo,
];

const BY_ID: ReadonlyMap<string, MethodDefinition> = new Map(METHODS.map((method) => [method.id, method]));

/** A method by its stable id; undefined where unknown. */
export function methodById(id: string): MethodDefinition | undefined {
  return BY_ID.get(id);
}
