import { alphaPo } from './alphaPo.ts';
import { aot } from './aot.ts';
import { aotUnpaired } from './aotUnpaired.ts';
import { apoDown } from './apoDown.ts';
import { apoZero } from './apoZero.ts';
import { apoZeroUnpaired } from './apoZeroUnpaired.ts';
import { aStarPo } from './aStarPo.ts';
import { bco } from './bco.ts';
import { bcoPair } from './bcoPair.ts';
import { betaDpo } from './betaDpo.ts';
import { bnpo } from './bnpo.ts';
import { calDpo } from './calDpo.ts';
import { cdpo } from './cdpo.ts';
import { chiPo } from './chiPo.ts';
import { cispo } from './cispo.ts';
import { cpo } from './cpo.ts';
import { dapo } from './dapo.ts';
import { discopop } from './discopop.ts';
import { dpop } from './dpop.ts';
import { dpoRw } from './dpoRw.ts';
import { drDpo } from './drDpo.ts';
import { drGrpo } from './drGrpo.ts';
import { exoPair } from './exoPair.ts';
import { exoRw } from './exoRw.ts';
import { fDpo } from './fDpo.ts';
import { focalPo } from './focalPo.ts';
import { gmpo } from './gmpo.ts';
import { grpo } from './grpo.ts';
import { gspo } from './gspo.ts';
import { gspoToken } from './gspoToken.ts';
import { hinge } from './hinge.ts';
import { humanline } from './humanline.ts';
import { implicitSft } from './implicitSft.ts';
import { inpo } from './inpo.ts';
import { ipo } from './ipo.ts';
import { kto } from './kto.ts';
import { ktoPair } from './ktoPair.ts';
import { ldDpo } from './ldDpo.ts';
import { luspo } from './luspo.ts';
import { mapl } from './mapl.ts';
import { mapo } from './mapo.ts';
import { modpo } from './modpo.ts';
import { mpo } from './mpo.ts';
import { nashMd } from './nashMd.ts';
import { ncaPair } from './ncaPair.ts';
import { ncaUnpaired } from './ncaUnpaired.ts';
import { odpo } from './odpo.ts';
import { orpo } from './orpo.ts';
import { proRank } from './proRank.ts';
import { rankAttenuated } from './rankAttenuated.ts';
import { rationale } from './rationale.ts';
import { rdpoLen } from './rdpoLen.ts';
import { rebel } from './rebel.ts';
import { referenceFree } from './referenceFree.ts';
import { rloo } from './rloo.ts';
import { robust } from './robust.ts';
import { rpo } from './rpo.ts';
import { rrhf } from './rrhf.ts';
import { sapo } from './sapo.ts';
import { sft } from './sft.ts';
import { sigmoid } from './sigmoid.ts';
import { sigmoidNorm } from './sigmoidNorm.ts';
import { simper } from './simper.ts';
import { simpo } from './simpo.ts';
import { slic } from './slic.ts';
import { sparsePo } from './sparsePo.ts';
import { spoSelfsup } from './spoSelfsup.ts';
import { sppo } from './sppo.ts';
import { sppoHard } from './sppoHard.ts';
import { tdpo1 } from './tdpo1.ts';
import { tdpo2 } from './tdpo2.ts';
import { tpoTree } from './tpoTree.ts';
import { tpoTriple } from './tpoTriple.ts';
import type { MethodDefinition } from './types.ts';
import { vespo } from './vespo.ts';
import { vpo } from './vpo.ts';
import { wpo } from './wpo.ts';
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
  betaDpo,
  calDpo,
  drDpo,
  dpop,
  rdpoLen,
  odpo,
  modpo,
  focalPo,
  inpo,
  rebel,
  rankAttenuated,
  wpo,
  tdpo1,
  tdpo2,
  mapo,
  sparsePo,
  humanline,
  ktoPair,
  cpo,
  slic,
  simper,
  alphaPo,
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
