import { cdpo } from './cdpo.ts';
import { hinge } from './hinge.ts';
import { ipo } from './ipo.ts';
import { kto } from './kto.ts';
import { ldDpo } from './ldDpo.ts';
import { orpo } from './orpo.ts';
import { robust } from './robust.ts';
import { rpo } from './rpo.ts';
import { sft } from './sft.ts';
import { sigmoid } from './sigmoid.ts';
import { simpo } from './simpo.ts';
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
];

const BY_ID: ReadonlyMap<string, MethodDefinition> = new Map(METHODS.map((method) => [method.id, method]));

/** A method by its stable id; undefined where unknown. */
export function methodById(id: string): MethodDefinition | undefined {
  return BY_ID.get(id);
}
