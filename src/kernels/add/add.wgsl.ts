/**
 * a + b, same shape.
 *
 * Versions kept:
 * - four elements per invocation where the count allows, else one.
 */
import type { Launch } from '../plan/types.ts';
import { elementCount, expectSize, input, output } from '../webgpu/operands.ts';
import { type Dispatch, elementwise, reads, writes } from '../webgpu/program.ts';

export function add(launch: Launch): Dispatch[] {
  const a = input(launch, 0);
  const b = input(launch, 1);
  const count = elementCount(a);
  expectSize(launch, 'b', elementCount(b), count);
  const element = count % 4 === 0 ? 'vec4<f32>' : 'f32';
  return [
    elementwise({
      label: 'add',
      bindings: [reads('a', a, element), reads('b', b, element), writes('result', output(launch, 0), element)],
      uniforms: [],
      count: element === 'f32' ? count : count / 4,
      body: '  result[index] = a[index] + b[index];',
    }),
  ];
}
