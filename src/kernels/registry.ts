import { adamWHost } from './adamW/adamW.host.ts';
import { adamWReference } from './adamW/adamW.reference.ts';
import { addReference } from './add/add.reference.ts';
import { cachedAttentionHost, cacheRowsHost } from './cachedAttention/cachedAttention.host.ts';
import { cachedAttentionReference, cacheRowsReference } from './cachedAttention/cachedAttention.reference.ts';
import { causalAttentionGradHost, causalAttentionHost } from './causalAttention/causalAttention.host.ts';
import { causalAttentionGradReference, causalAttentionReference } from './causalAttention/causalAttention.reference.ts';
import { chooseTokenHost } from './chooseToken/chooseToken.host.ts';
import { chooseTokenReference } from './chooseToken/chooseToken.reference.ts';
import { embeddingGradHost, embeddingHost } from './embedding/embedding.host.ts';
import { embeddingGradReference, embeddingReference } from './embedding/embedding.reference.ts';
import { globalNormHost } from './globalNorm/globalNorm.host.ts';
import { globalNormReference } from './globalNorm/globalNorm.reference.ts';
import { collisionStatisticsHost, logCollisionHost } from './logCollision/logCollision.host.ts';
import { collisionStatisticsReference, logCollisionReference } from './logCollision/logCollision.reference.ts';
import { maskedSumGradReference, maskedSumReference } from './maskedSum/maskedSum.reference.ts';
import { matmulReference } from './matmul/matmul.reference.ts';
import { matmulTensors } from './matmul/matmul.tensors.ts';
import type { KernelName } from './plan/types.ts';
import { rmsNormGainGradHost, rmsNormGradHost, rmsNormHost } from './rmsNorm/rmsNorm.host.ts';
import { rmsNormGainGradReference, rmsNormGradReference, rmsNormReference } from './rmsNorm/rmsNorm.reference.ts';
import { ropeHost } from './rope/rope.host.ts';
import { ropeReference } from './rope/rope.reference.ts';
import { swigluGradHost, swigluHost } from './swiglu/swiglu.host.ts';
import { swigluGradReference, swigluReference } from './swiglu/swiglu.reference.ts';
import type { HostKernel } from './tensors/HostKernel.ts';
import type { ReferenceKernel } from './tensors/ReferenceKernel.ts';
import { klStatisticsHost, tokenKlHost, tokenLogpsKlGradHost } from './tokenKl/tokenKl.host.ts';
import { klStatisticsReference, tokenKlReference, tokenLogpsKlGradReference } from './tokenKl/tokenKl.reference.ts';
import { logitStatisticsHost, tokenLogpsGradHost, tokenLogpsHost } from './tokenLogps/tokenLogps.host.ts';
import {
  logitStatisticsReference,
  tokenLogpsGradReference,
  tokenLogpsReference,
} from './tokenLogps/tokenLogps.reference.ts';

/** Every kernel of the table in `plan/types.ts` in plain TF.js. */
export const REFERENCES: Readonly<Record<KernelName, ReferenceKernel>> = {
  embedding: embeddingReference,
  embeddingGrad: embeddingGradReference,
  rmsNorm: rmsNormReference,
  rmsNormGrad: rmsNormGradReference,
  rmsNormGainGrad: rmsNormGainGradReference,
  matmul: matmulReference,
  rope: ropeReference,
  causalAttention: causalAttentionReference,
  causalAttentionGrad: causalAttentionGradReference,
  swiglu: swigluReference,
  swigluGrad: swigluGradReference,
  add: addReference,
  logitStatistics: logitStatisticsReference,
  tokenLogps: tokenLogpsReference,
  tokenLogpsGrad: tokenLogpsGradReference,
  klStatistics: klStatisticsReference,
  tokenKl: tokenKlReference,
  tokenLogpsKlGrad: tokenLogpsKlGradReference,
  collisionStatistics: collisionStatisticsReference,
  logCollision: logCollisionReference,
  maskedSum: maskedSumReference,
  maskedSumGrad: maskedSumGradReference,
  globalNorm: globalNormReference,
  adamW: adamWReference,
  cachedAttention: cachedAttentionReference,
  cacheRows: cacheRowsReference,
  chooseToken: chooseTokenReference,
};

/**
 * Faster forms on plain arrays for the CPU paths. What is missing here runs as its reference: products and elementwise ops
 * are SIMD in TF.js's WASM backend.
 */
export const HOST_KERNELS: Partial<Readonly<Record<KernelName, HostKernel>>> = {
  embedding: embeddingHost,
  embeddingGrad: embeddingGradHost,
  rmsNorm: rmsNormHost,
  rmsNormGrad: rmsNormGradHost,
  rmsNormGainGrad: rmsNormGainGradHost,
  rope: ropeHost,
  swiglu: swigluHost,
  swigluGrad: swigluGradHost,
  causalAttention: causalAttentionHost,
  causalAttentionGrad: causalAttentionGradHost,
  logitStatistics: logitStatisticsHost,
  tokenLogps: tokenLogpsHost,
  tokenLogpsGrad: tokenLogpsGradHost,
  klStatistics: klStatisticsHost,
  tokenKl: tokenKlHost,
  tokenLogpsKlGrad: tokenLogpsKlGradHost,
  collisionStatistics: collisionStatisticsHost,
  logCollision: logCollisionHost,
  globalNorm: globalNormHost,
  adamW: adamWHost,
  cachedAttention: cachedAttentionHost,
  cacheRows: cacheRowsHost,
  chooseToken: chooseTokenHost,
};

/** Faster forms that stay with TF.js's tensors, in the reference's place on the CPU paths. No gradient tape through them. */
export const TENSOR_KERNELS: Partial<Readonly<Record<KernelName, ReferenceKernel>>> = { matmul: matmulTensors };
