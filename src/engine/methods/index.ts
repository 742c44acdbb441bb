import { aot } from './aot.ts';
import { aotUnpaired } from './aotUnpaired.ts';
import { apoDown } from './apoDown.ts';
import { apoZero } from './apoZero.ts';
import { bcoPair } from './bcoPair.ts';
import { cdpo } from './cdpo.ts';
import { chiPo } from './chiPo.ts';
import { discopop } from './discopop.ts';
import { exoPair } from './exoPair.ts';
import { fDpo } from './fDpo.ts';
import { hinge } from './hinge.ts';
import { ipo } from './ipo.ts';
import { kto } from './kto.ts';
import { ldDpo } from './ldDpo.ts';
import { mapo } from './mapo.ts';
import { mpo } from './mpo.ts';
import { ncaPair } from './ncaPair.ts';
import { orpo } from './orpo.ts';
import { referenceFree } from './referenceFree.ts';
import { robust } from './robust.ts';
import { rpo } from './rpo.ts';
import { sft } from './sft.ts';
import { sigmoid } from './sigmoid.ts';
import { sigmoidNorm } from './sigmoidNorm.ts';
import { simpo } from './simpo.ts';
import { sparsePo } from './sparsePo.ts';
import { sppo } from './sppo.ts';
import { sppoHard } from './sppoHard.ts';
import type { MethodDefinition } from './types.ts';

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
  sigmoidNorm,
  exoPair,
  ncaPair,
  bcoPair,
  aot,
  aotUnpaired,
  apoZero,
  apoDown,
  discopop,
  sppoHard,
  sppo,
  fDpo,
  chiPo,
  referenceFree,
  mpo,
  mapo,
  sparsePo,
];

const BY_ID: ReadonlyMap<string, MethodDefinition> = new Map(METHODS.map((method) => [method.id, method]));

/** A method by its stable id; undefined where unknown. */
export function methodById(id: string): MethodDefinition | undefined {
  return BY_ID.get(id);
}
