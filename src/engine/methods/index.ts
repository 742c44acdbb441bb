import { apoZeroUnpaired } from './apoZeroUnpaired.ts';
import { bco } from './bco.ts';
import { cdpo } from './cdpo.ts';
import { dpoRw } from './dpoRw.ts';
import { exoRw } from './exoRw.ts';
import { hinge } from './hinge.ts';
import { implicitSft } from './implicitSft.ts';
import { ipo } from './ipo.ts';
import { kto } from './kto.ts';
import { ldDpo } from './ldDpo.ts';
import { mapl } from './mapl.ts';
import { ncaUnpaired } from './ncaUnpaired.ts';
import { orpo } from './orpo.ts';
import { proRank } from './proRank.ts';
import { rationale } from './rationale.ts';
import { robust } from './robust.ts';
import { rpo } from './rpo.ts';
import { rrhf } from './rrhf.ts';
import { sft } from './sft.ts';
import { sigmoid } from './sigmoid.ts';
import { simpo } from './simpo.ts';
import { spoSelfsup } from './spoSelfsup.ts';
import { tpoTree } from './tpoTree.ts';
import { tpoTriple } from './tpoTriple.ts';
import type { MethodDefinition } from './types.ts';
import { vpo } from './vpo.ts';

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
  bco,
  apoZeroUnpaired,
  ncaUnpaired,
  tpoTriple,
  proRank,
  tpoTree,
  exoRw,
  dpoRw,
  rrhf,
  rationale,
  spoSelfsup,
  mapl,
  implicitSft,
  vpo,
];

const BY_ID: ReadonlyMap<string, MethodDefinition> = new Map(METHODS.map((method) => [method.id, method]));

/** A method by its stable id; undefined where unknown. */
export function methodById(id: string): MethodDefinition | undefined {
  return BY_ID.get(id);
}
