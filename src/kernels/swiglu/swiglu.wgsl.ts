/**
 * silu(gate) · up on rows of all gates, then all ups, and its gradients in their place.
 *
 * Versions kept:
 * - four elements per invocation where the width allows, else one: the vector form is faster on CPU drivers and no
 *   slower on GPUs.
 */
import type { Launch, Value } from '../plan/types.ts';
import { elementCount, expectSize, input, matrixShape, output } from '../webgpu/operands.ts';
import { type Dispatch, elementwise, reads, type Uniform, u32, writes } from '../webgpu/program.ts';

/** −x, kept below where exp overflows: WGSL promises nothing for infinities. The sigmoid is 0 there to all digits. */
const bounded = (element: 'f32' | 'vec4<f32>') => `min(-x, ${element}(80.0))`;

/** Rows of F gates and F ups, with F in elements of the widest type that divides it. */
function packed(launch: Launch): { gateUp: Value; element: 'f32' | 'vec4<f32>'; count: number; uniforms: Uniform[] } {
  const gateUp = input(launch, 0);
  const [rows, columns] = matrixShape(gateUp);
  const width = columns / 2;
  const element = width % 4 === 0 ? 'vec4<f32>' : 'f32';
  const parts = element === 'f32' ? width : width / 4;
  return { gateUp, element, count: rows * parts, uniforms: [u32('parts', parts)] };
}

const GATE_AND_UP = `
  let gateAt = index + index / u.parts * u.parts;
  let upAt = gateAt + u.parts;
  let x = gateUp[gateAt];`;

export function swiglu(launch: Launch): Dispatch[] {
  const { gateUp, element, count, uniforms } = packed(launch);
  const result = output(launch, 0);
  expectSize(launch, 'result', 2 * elementCount(result), elementCount(gateUp));
  return [
    elementwise({
      label: 'swiglu',
      bindings: [reads('gateUp', gateUp, element), writes('result', result, element)],
      uniforms,
      count,
      body: `${GATE_AND_UP}
  result[index] = x / (1.0 + exp(${bounded(element)})) * gateUp[upAt];`,
    }),
  ];
}

export function swigluGrad(launch: Launch): Dispatch[] {
  const { gateUp, element, count, uniforms } = packed(launch);
  return [
    elementwise({
      label: 'swigluGrad',
      bindings: [writes('gateUp', gateUp, element), reads('dOut', input(launch, 1), element)],
      uniforms,
      count,
      body: `${GATE_AND_UP}
  let sigmoid = 1.0 / (1.0 + exp(${bounded(element)}));
  let d = dOut[index];
  gateUp[gateAt] = d * gateUp[upAt] * sigmoid * (1.0 + x * (1.0 - sigmoid));
  gateUp[upAt] = d * x * sigmoid;`,
    }),
  ];
}
