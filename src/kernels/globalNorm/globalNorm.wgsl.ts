/**
 * √Σg² over the whole flat gradient buffer, on the GPU: no read-back before the update.
 *
 * Versions kept:
 * - two dispatches: up to 64 workgroups (256 cost CPU drivers three times as much in barriers and gain nothing elsewhere) add strided shares (their number depends on the length alone), one workgroup adds
 *   theirs. The order of additions is fixed.
 */
import type { Launch } from '../plan/types.ts';
import { elementCount, input, output } from '../webgpu/operands.ts';
import { type Dispatch, program, reads, scratch, u32, writes } from '../webgpu/program.ts';

const GROUP = 256;
const MOST_GROUPS = 64;
/** Vectors per invocation worth a workgroup of its own. */
const SHARE = 4;

/** `partial` of 256 lanes → `total` in lane 0; the others leave. */
const GROUP_SUM = `
  partials[lane] = partial;
  workgroupBarrier();
  if (lane < 16u) {
    var some = 0.0;
    for (var i = 0u; i < 16u; i++) { some += partials[lane * 16u + i]; }
    sixteenths[lane] = some;
  }
  workgroupBarrier();
  if (lane > 0u) { return; }
  var total = 0.0;
  for (var i = 0u; i < 16u; i++) { total += sixteenths[i]; }`;

const DECLARATIONS = `
var<workgroup> partials: array<f32, ${GROUP}>;
var<workgroup> sixteenths: array<f32, 16>;`;

export function globalNorm(launch: Launch): Dispatch[] {
  const gradients = input(launch, 0);
  const vector = elementCount(gradients) % 4 === 0;
  const count = elementCount(gradients) / (vector ? 4 : 1);
  const groups = Math.max(1, Math.min(MOST_GROUPS, Math.ceil(count / (GROUP * SHARE))));
  const sums = scratch(groups);
  return [
    program({
      label: 'globalNorm shares',
      bindings: [reads('gradients', gradients, vector ? 'vec4<f32>' : 'f32'), writes('sums', sums)],
      uniforms: [u32('count', count)],
      groupSize: [GROUP, 1, 1],
      workgroups: [groups, 1, 1],
      declarations: DECLARATIONS,
      body: `
  var partial = 0.0;
  for (var i = group.x * ${GROUP}u + lane; i < u.count; i += groups.x * ${GROUP}u) {
    let g = gradients[i];
    partial += ${vector ? 'dot(g, g)' : 'g * g'};
  }
  ${GROUP_SUM}
  sums[group.x] = total;`,
    }),
    program({
      label: 'globalNorm',
      bindings: [reads('sums', sums), writes('norm', output(launch, 0))],
      uniforms: [u32('count', groups)],
      groupSize: [GROUP, 1, 1],
      workgroups: [1, 1, 1],
      declarations: DECLARATIONS,
      body: `
  var partial = 0.0;
  for (var i = lane; i < u.count; i += ${GROUP}u) { partial += sums[i]; }
  ${GROUP_SUM}
  norm[0] = sqrt(total);`,
    }),
  ];
}
