import type { KernelContract } from '../plan/contract.ts';
import type { PlanBuilder } from '../plan/PlanBuilder.ts';
import type { Value } from '../plan/types.ts';

export const rmsNormContract: KernelContract = {
  kernel: 'rmsNorm',
  attributes: { eps: 'eps' },
  realAttributes: ['eps'],
  shapes: () => ({ inputs: { x: 'M, C', gain: 'C' }, outputs: { y: 'M, C', inverseRms: 'M' } }),
};

export const rmsNormGradContract: KernelContract = {
  kernel: 'rmsNormGrad',
  attributes: {},
  shapes: () => ({
    inputs: { x: 'M, C', gain: 'C', inverseRms: 'M', dy: 'M, C', residual: 'M, C' },
    outputs: { dx: 'M, C' },
  }),
  optionalInputs: 1,
};

export const rmsNormGainGradContract: KernelContract = {
  kernel: 'rmsNormGainGrad',
  attributes: {},
  shapes: () => ({ inputs: { x: 'M, C', inverseRms: 'M', dy: 'M, C' }, outputs: { dGain: 'C' } }),
  accumulates: 'must',
};

/** x · gain / √(mean(x²) + eps), by rows: x [M, C], gain [C] → [M, C] (arXiv:1910.07467, eq. 4, with Llama's eps). */
export function rmsNorm(plan: PlanBuilder, x: Value, gain: Value, eps: number): Value {
  const y = plan.temporary('rmsNorm', x.shape);
  const inverseRms = plan.temporary('inverseRms', [x.shape[0] as number]);
  plan.launch('rmsNorm', [x, gain], [y, inverseRms], { eps });
  plan.record(y, [x, gain], (dy, tape) => {
    if (tape.wants(gain)) plan.launch('rmsNormGainGrad', [x, inverseRms, dy], [tape.gradientOf(gain)]);
    tape.fold(x, (soFar) => {
      const dx = plan.temporary('d rmsNorm', x.shape);
      plan.launch('rmsNormGrad', [x, gain, inverseRms, dy, ...(soFar ? [soFar] : [])], [dx]);
      return dx;
    });
  });
  return y; // [M, C]
}
