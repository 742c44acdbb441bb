/**
 * silu(gate) · up and its gradients, elementwise.
 *
 * Versions kept:
 * - four elements per invocation where the count allows, else one: the vector form is faster on CPU drivers and no
 *   slower on GPUs.
 */
import type { Launch } from '../plan/types.ts';
import { elementCount, expectSize, input, output } from '../webgpu/operands.ts';
import { type Dispatch, elementwise, reads, writes } from '../webgpu/program.ts';

/** −x, kept below where exp overflows: WGSL promises nothing for infinities. The sigmoid is 0 there to all digits. */
const bounded = (element: 'f32' | 'vec4<f32>') => `min(-x, ${element}(80.0))`;

export function swiglu(launch: Launch): Dispatch[] {
  const gate = input(launch, 0);
  const count = elementCount(gate);
  expectSize(launch, 'up', elementCount(input(launch, 1)), count);
  const element = count % 4 === 0 ? 'vec4<f32>' : 'f32';
  return [
    elementwise({
      label: 'swiglu',
      bindings: [
        reads('gate', gate, element),
        reads('up', input(launch, 1), element),
        writes('result', output(launch, 0), element),
      ],
      uniforms: [],
      count: element === 'f32' ? count : count / 4,
      body: `
  let x = gate[index];
  result[index] = x / (1.0 + exp(${bounded(element)})) * up[index];`,
    }),
  ];
}

export function swigluGrad(launch: Launch): Dispatch[] {
  const gate = input(launch, 0);
  const count = elementCount(gate);
  const element = count % 4 === 0 ? 'vec4<f32>' : 'f32';
  return [
    elementwise({
      label: 'swigluGrad',
      bindings: [
        reads('gate', gate, element),
        reads('up', input(launch, 1), element),
        reads('dOut', input(launch, 2), element),
        writes('dGate', output(launch, 0), element),
        writes('dUp', output(launch, 1), element),
      ],
      uniforms: [],
      count: element === 'f32' ? count : count / 4,
      body: `
  let x = gate[index];
  let sigmoid = 1.0 / (1.0 + exp(${bounded(element)}));
  let d = dOut[index];
  dUp[index] = d * x * sigmoid;
  dGate[index] = d * up[index] * sigmoid * (1.0 + x * (1.0 - sigmoid));`,
    }),
  ];
}
