import { adamWBinding } from '../adamW/adamW.binding.ts';
import { addBinding } from '../add/add.binding.ts';
import { cachedAttentionBinding, cacheRowsBinding } from '../cachedAttention/cachedAttention.binding.ts';
import { causalAttentionBinding, causalAttentionGradBinding } from '../causalAttention/causalAttention.binding.ts';
import { chooseTokenBinding } from '../chooseToken/chooseToken.binding.ts';
import { embeddingBinding, embeddingGradBinding } from '../embedding/embedding.binding.ts';
import { globalNormBinding } from '../globalNorm/globalNorm.binding.ts';
import { collisionStatisticsBinding, logCollisionBinding } from '../logCollision/logCollision.binding.ts';
import { maskedSumBinding, maskedSumGradBinding } from '../maskedSum/maskedSum.binding.ts';
import { matmulBinding } from '../matmul/matmul.binding.ts';
import type { KernelName } from '../plan/types.ts';
import { rmsNormBinding, rmsNormGainGradBinding, rmsNormGradBinding } from '../rmsNorm/rmsNorm.binding.ts';
import { ropeBinding } from '../rope/rope.binding.ts';
import { swigluBinding, swigluGradBinding } from '../swiglu/swiglu.binding.ts';
import { klStatisticsBinding, tokenKlBinding, tokenLogpsKlGradBinding } from '../tokenKl/tokenKl.binding.ts';
import { logitStatisticsBinding, tokenLogpsBinding, tokenLogpsGradBinding } from '../tokenLogps/tokenLogps.binding.ts';
import type { WasmKernel } from './WasmKernel.ts';

/**
 * The kernels written in AssemblyScript. What is missing here runs on arrays or as its reference (`otherKernels.ts`).
 *
 * An op's `x.wasm.ts` exports one function per kernel, named as in the table (or per form of it: matmulNT), and `kernels.wasm.ts` re-exports
 * it. Conventions:
 * - Arguments: byte offsets (usize) of the inputs in the table's order, 0 for one that is absent; of the outputs, leaving out those that are an
 *   input in place; sizes and whole attributes as i32; real attributes as f32; last, where needed, the offset of scratch.
 * - Values are row-major and start at multiples of 16 bytes; rows need not. Outputs and scratch hold anything before, except a gradient, which is
 *   added into. Any size must be right, tails included.
 * - No allocation, no classes, arrays, strings or exceptions, no static data (the host lays out the memory: the build rejects a data section).
 *   So no Math.exp, log, sin, cos, pow, which bring tables.
 * - Imports have no extension: `import { fma } from '../wasm/fma.wasm'`.
 * `x.binding.ts` says how a launch calls it.
 */
export const WASM_KERNELS: Partial<Readonly<Record<KernelName, WasmKernel>>> = {
  matmul: matmulBinding,
  embedding: embeddingBinding,
  embeddingGrad: embeddingGradBinding,
  rmsNorm: rmsNormBinding,
  rmsNormGrad: rmsNormGradBinding,
  rmsNormGainGrad: rmsNormGainGradBinding,
  rope: ropeBinding,
  causalAttention: causalAttentionBinding,
  causalAttentionGrad: causalAttentionGradBinding,
  swiglu: swigluBinding,
  swigluGrad: swigluGradBinding,
  add: addBinding,
  logitStatistics: logitStatisticsBinding,
  tokenLogps: tokenLogpsBinding,
  tokenLogpsGrad: tokenLogpsGradBinding,
  klStatistics: klStatisticsBinding,
  tokenKl: tokenKlBinding,
  tokenLogpsKlGrad: tokenLogpsKlGradBinding,
  collisionStatistics: collisionStatisticsBinding,
  logCollision: logCollisionBinding,
  maskedSum: maskedSumBinding,
  maskedSumGrad: maskedSumGradBinding,
  globalNorm: globalNormBinding,
  adamW: adamWBinding,
  cachedAttention: cachedAttentionBinding,
  cacheRows: cacheRowsBinding,
  chooseToken: chooseTokenBinding,
};
