import { adamWContract } from '../adamW/adamW.ts';
import { addContract } from '../add/add.ts';
import { cachedAttentionContract, cacheRowsContract } from '../cachedAttention/cachedAttention.ts';
import { causalAttentionContract, causalAttentionGradContract } from '../causalAttention/causalAttention.ts';
import { chooseTokenContract } from '../chooseToken/chooseToken.ts';
import { embeddingContract, embeddingGradContract } from '../embedding/embedding.ts';
import { globalNormContract } from '../globalNorm/globalNorm.ts';
import { collisionStatisticsContract, logCollisionContract } from '../logCollision/logCollision.ts';
import { maskedSumContract, maskedSumGradContract } from '../maskedSum/maskedSum.ts';
import { matmulContract } from '../matmul/matmul.ts';
import { rmsNormContract, rmsNormGainGradContract, rmsNormGradContract } from '../rmsNorm/rmsNorm.ts';
import { ropeContract } from '../rope/rope.ts';
import { swigluContract, swigluGradContract } from '../swiglu/swiglu.ts';
import { klStatisticsContract, tokenKlContract, tokenLogpsKlGradContract } from '../tokenKl/tokenKl.ts';
import { logitStatisticsContract, tokenLogpsContract, tokenLogpsGradContract } from '../tokenLogps/tokenLogps.ts';
import { checkLaunch, describeLaunch, describeValue, type KernelContract } from './contract.ts';
import { KernelError } from './executor.ts';
import { elementCount } from './layoutParameters.ts';
import { FLAT_ALIGNMENT, type KernelName, type Plan, type Value } from './types.ts';

export const CONTRACTS: Readonly<Record<KernelName, KernelContract>> = {
  embedding: embeddingContract,
  embeddingGrad: embeddingGradContract,
  rmsNorm: rmsNormContract,
  rmsNormGrad: rmsNormGradContract,
  rmsNormGainGrad: rmsNormGainGradContract,
  matmul: matmulContract,
  rope: ropeContract,
  causalAttention: causalAttentionContract,
  causalAttentionGrad: causalAttentionGradContract,
  swiglu: swigluContract,
  swigluGrad: swigluGradContract,
  add: addContract,
  logitStatistics: logitStatisticsContract,
  tokenLogps: tokenLogpsContract,
  tokenLogpsGrad: tokenLogpsGradContract,
  klStatistics: klStatisticsContract,
  tokenKl: tokenKlContract,
  tokenLogpsKlGrad: tokenLogpsKlGradContract,
  collisionStatistics: collisionStatisticsContract,
  logCollision: logCollisionContract,
  maskedSum: maskedSumContract,
  maskedSumGrad: maskedSumGradContract,
  globalNorm: globalNormContract,
  adamW: adamWContract,
  cachedAttention: cachedAttentionContract,
  cacheRows: cacheRowsContract,
  chooseToken: chooseTokenContract,
};

/**
 * Checks every launch against the table in `types.ts`, that nothing is read before it is written, and that parameters lie
 * inside the flat buffer.
 *
 * @throws KernelError PLAN_INVALID naming the launch and its shapes
 */
export function validatePlan(plan: Plan): void {
  const written = new Set<number>();
  for (const launch of plan.launches) {
    const fail = (value: Value, reason: string): never => {
      throw new KernelError('PLAN_INVALID', { launch: describeLaunch(launch), value: describeValue(value), reason });
    };
    for (const value of [...launch.inputs, ...launch.outputs]) {
      if (value.storage !== 'parameter' && value.storage !== 'gradient') continue;
      if (value.offset % FLAT_ALIGNMENT !== 0 || value.offset + elementCount(value.shape) > plan.layout.length) {
        fail(value, `offset ${value.offset} is not aligned, or beyond the layout's ${plan.layout.length} elements`);
      }
    }
    for (const value of launch.inputs) {
      if (value.storage === 'temporary' && !written.has(value.id)) fail(value, 'read before it is written');
      if (value.storage === 'input' && !isInput(plan, value)) fail(value, 'not an input of this plan, nor rows of one');
      if (value.storage === 'state' && !plan.states.includes(value)) fail(value, 'not a state of this plan');
    }
    checkLaunch(launch, CONTRACTS[launch.kernel]);
    for (const value of launch.outputs) written.add(value.id);
  }
  for (const [name, value] of plan.outputs) {
    if (value.storage === 'temporary' && !written.has(value.id)) {
      throw new KernelError('PLAN_INVALID', { output: name, value: describeValue(value), reason: 'never written' });
    }
  }
}

/** Whether it is an input of the plan, or an aligned range of one. */
function isInput(plan: Plan, value: Value): boolean {
  for (const whole of plan.inputs.values()) {
    if (whole === value) return true;
    if (whole.id !== value.id || whole.dataType !== value.dataType) continue;
    return value.offset % FLAT_ALIGNMENT === 0 && value.offset + elementCount(value.shape) <= elementCount(whole.shape);
  }
  return false;
}
