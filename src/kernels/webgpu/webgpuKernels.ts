import { adamW } from '../adamW/adamW.wgsl.ts';
import { add } from '../add/add.wgsl.ts';
import { cachedAttention, cacheRows } from '../cachedAttention/cachedAttention.wgsl.ts';
import { causalAttention, causalAttentionGrad } from '../causalAttention/causalAttention.wgsl.ts';
import { chooseToken } from '../chooseToken/chooseToken.wgsl.ts';
import { embedding, embeddingGrad } from '../embedding/embedding.wgsl.ts';
import { globalNorm } from '../globalNorm/globalNorm.wgsl.ts';
import { collisionStatistics, logCollision } from '../logCollision/logCollision.wgsl.ts';
import { maskedSum, maskedSumGrad } from '../maskedSum/maskedSum.wgsl.ts';
import { matmul } from '../matmul/matmul.wgsl.ts';
import type { KernelName, Launch } from '../plan/types.ts';
import { rmsNorm, rmsNormGainGrad, rmsNormGrad } from '../rmsNorm/rmsNorm.wgsl.ts';
import { rope } from '../rope/rope.wgsl.ts';
import { swiglu, swigluGrad } from '../swiglu/swiglu.wgsl.ts';
import { klStatistics, tokenKl, tokenLogpsKlGrad } from '../tokenKl/tokenKl.wgsl.ts';
import { logitStatistics, tokenLogps, tokenLogpsGrad } from '../tokenLogps/tokenLogps.wgsl.ts';
import type { Dispatch, KernelTraits } from './program.ts';

/** Turns a launch into dispatches. @throws KernelError PLAN_INVALID when the operands do not fit the kernel's table row */
export type WebGPUKernel = (launch: Launch, traits: KernelTraits) => Dispatch[];

/** Every kernel of the table in `plan/types.ts` in WGSL. */
export const WEBGPU_KERNELS: Readonly<Record<KernelName, WebGPUKernel>> = {
  embedding,
  embeddingGrad,
  rmsNorm,
  rmsNormGrad,
  rmsNormGainGrad,
  matmul,
  rope,
  causalAttention,
  causalAttentionGrad,
  swiglu,
  swigluGrad,
  add,
  logitStatistics,
  tokenLogps,
  tokenLogpsGrad,
  klStatistics,
  tokenKl,
  tokenLogpsKlGrad,
  collisionStatistics,
  logCollision,
  maskedSum,
  maskedSumGrad,
  globalNorm,
  adamW,
  cachedAttention,
  cacheRows,
  chooseToken,
};
