import { describeValue, type KernelContract } from '../plan/contract.ts';
import { KernelError } from '../plan/executor.ts';
import type { PlanBuilder } from '../plan/PlanBuilder.ts';
import type { Value } from '../plan/types.ts';

export const ropeContract: KernelContract = {
  kernel: 'rope',
  attributes: { heads: 'heads', headSize: 'D', theta: 'theta', inverse: 'inverse' },
  realAttributes: ['theta'],
  shapes: () => ({ inputs: { x: 'M, W', positions: 'i32 M' }, outputs: { x: 'M, W' } }),
  inPlace: { 0: 0 },
  condition: (dimensions) => {
    const [heads, headSize, width] = ['heads', 'D', 'W'].map((letter) => dimensions.get(letter) as number);
    if ((headSize as number) % 2 !== 0) return 'head size must be even';
    return (heads as number) * (headSize as number) <= (width as number) ? undefined : 'more heads than columns';
  },
};

/** 1 / theta^(2i/D) for i < D/2: the angle a position turns pair i by, in float64. */
export function ropeFrequencies(headSize: number, theta: number): Float64Array {
  return Float64Array.from({ length: headSize / 2 }, (_, i) => theta ** ((-2 * i) / headSize));
}

/**
 * Rotary positions (arXiv:2104.09864) in the half-split convention of Hugging Face's Llama: element i of a head turns with
 * element i + D/2 by positions · theta^(−2i/D). x [M, W], positions i32 [M]; the first `heads` heads of a row turn, in place:
 * x must not have been read before, and the gradient that arrives must be no one else's.
 */
export function rope(
  plan: PlanBuilder,
  x: Value,
  positions: Value,
  options: { heads: number; headSize: number; theta: number },
): Value {
  const { heads, headSize, theta } = options;
  if (plan.readerCount(x) !== 0) {
    throw new KernelError('PLAN_INVALID', { value: describeValue(x), reason: 'turned in place, but read before' });
  }
  plan.launch('rope', [x, positions], [x], { heads, headSize, theta, inverse: 0 });
  plan.record(x, [x], (dOut) => {
    // A rotation's transpose is its inverse. The gradient of x before and after is one buffer, as x is.
    plan.launch('rope', [dOut, positions], [dOut], { heads, headSize, theta, inverse: 1 });
  });
  return x; // [M, W]
}
