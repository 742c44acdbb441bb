import type { KernelContract } from '../plan/contract.ts';
import type { PlanBuilder } from '../plan/PlanBuilder.ts';
import type { Value } from '../plan/types.ts';

export const ropeContract: KernelContract = {
  kernel: 'rope',
  attributes: { headSize: 'D', theta: 'theta', inverse: 'inverse' },
  realAttributes: ['theta'],
  shapes: () => ({ inputs: { x: 'M, heads*D', positions: 'i32 M' }, outputs: { out: 'M, heads*D' } }),
  condition: (dimensions) => ((dimensions.get('D') as number) % 2 === 0 ? undefined : 'head size must be even'),
};

/**
 * Rotary positions (arXiv:2104.09864) in the half-split convention of Hugging Face's Llama: element i of a head turns with
 * element i + D/2 by positions · theta^(−2i/D). x [M, heads·D], positions i32 [M].
 */
export function rope(
  plan: PlanBuilder,
  x: Value,
  positions: Value,
  options: { headSize: number; theta: number },
): Value {
  const { headSize, theta } = options;
  const out = plan.temporary('rope', x.shape);
  plan.launch('rope', [x, positions], [out], { headSize, theta, inverse: 0 });
  plan.record(out, [x], (dOut, tape) => {
    const dx = plan.temporary('d rope', x.shape);
    plan.launch('rope', [dOut, positions], [dx], { headSize, theta, inverse: 1 }); // a rotation's transpose is its inverse
    tape.contribute(x, dx);
  });
  return out; // [M, heads·D]
}
