/**
 * Σ over a sequence's tokens of x·weight: [N·T] → [N], and its gradient.
 *
 * Versions kept:
 * - 16 lanes per sequence, 4 sequences a workgroup, one barrier; the first lane adds the partial sums in order.
 */
import type { Launch } from '../plan/types.ts';
import { attribute, elementCount, expectSize, input, output } from '../webgpu/operands.ts';
import {
  type Dispatch,
  elementwise,
  FOLDED_GROUP,
  foldedWorkgroups,
  program,
  reads,
  u32,
  writes,
} from '../webgpu/program.ts';

const LANES = 16;
const SEQUENCES = 4;

export function maskedSum(launch: Launch): Dispatch[] {
  const x = input(launch, 0);
  const weights = input(launch, 1);
  const tokens = attribute(launch, 'tokens');
  const sequences = elementCount(output(launch, 0));
  expectSize(launch, 'x', elementCount(x), sequences * tokens);
  expectSize(launch, 'weights', elementCount(weights), sequences * tokens);
  return [
    program({
      label: 'maskedSum',
      bindings: [reads('x', x), reads('weights', weights), writes('result', output(launch, 0))],
      uniforms: [u32('sequences', sequences), u32('tokens', tokens)],
      groupSize: [LANES, SEQUENCES, 1],
      workgroups: foldedWorkgroups(Math.ceil(sequences / SEQUENCES)),
      declarations: `var<workgroup> partials: array<f32, ${LANES * SEQUENCES}>;`,
      body: `
  ${FOLDED_GROUP}
  let wanted = flatGroup * ${SEQUENCES}u + local.y;
  let base = min(wanted, u.sequences - 1u) * u.tokens;
  var partial = 0.0;
  for (var t = local.x; t < u.tokens; t += ${LANES}u) { partial += x[base + t] * weights[base + t]; }
  partials[lane] = partial;
  workgroupBarrier();
  if (wanted >= u.sequences || local.x > 0u) { return; }
  var total = 0.0;
  for (var i = 0u; i < ${LANES}u; i++) { total += partials[local.y * ${LANES}u + i]; }
  result[wanted] = total;`,
    }),
  ];
}

export function maskedSumGrad(launch: Launch): Dispatch[] {
  const weights = input(launch, 0);
  const dSum = input(launch, 1);
  const tokens = attribute(launch, 'tokens');
  expectSize(launch, 'weights', elementCount(weights), elementCount(dSum) * tokens);
  return [
    elementwise({
      label: 'maskedSumGrad',
      bindings: [reads('weights', weights), reads('dSum', dSum), writes('dx', output(launch, 0))],
      uniforms: [u32('tokens', tokens)],
      count: elementCount(weights),
      body: '  dx[index] = weights[index] * dSum[index / u.tokens];',
    }),
  ];
}
