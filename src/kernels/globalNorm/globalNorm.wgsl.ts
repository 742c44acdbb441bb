/**
 * √Σg² over the whole flat gradient buffer, on the GPU: no read-back before the update.
 *
 * Versions kept: two dispatches, of strided shares (their number depends on the length alone) and of their sum. The order of additions is fixed.
 * - up to 64 workgroups of 256 lanes (256 gain nothing), each of which adds up its own share: for real GPUs.
 * - up to 1,024 lanes whose shares one lane adds: no barriers, for CPU drivers, where these cost more than the sums.
 */
import type { Launch } from '../plan/types.ts';
import { elementCount, input, output } from '../webgpu/operands.ts';
import { type Dispatch, type KernelTraits, program, reads, scratch, u32, writes } from '../webgpu/program.ts';

/** Vectors per invocation worth a workgroup of its own. */
const SHARE = 4;

/** `partial` of a workgroup's lanes → `total` of what goes to `slot`; lanes without a slot leave. */
const WITH_BARRIERS = {
  group: 256,
  mostGroups: 64,
  sumsPerGroup: 1,
  lastGroup: 256,
  declarations: `
var<workgroup> partials: array<f32, 256>;
var<workgroup> sixteenths: array<f32, 16>;`,
  sum: `
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
  for (var i = 0u; i < 16u; i++) { total += sixteenths[i]; }
  let slot = group.x;`,
};

const WITHOUT_BARRIERS: typeof WITH_BARRIERS = {
  group: 64,
  mostGroups: 16,
  sumsPerGroup: 64,
  lastGroup: 1,
  declarations: '',
  sum: `
  let total = partial;
  let slot = group.x * 64u + lane;`,
};

export function globalNorm(launch: Launch, { lanes }: KernelTraits): Dispatch[] {
  const gradients = input(launch, 0);
  const vector = elementCount(gradients) % 4 === 0;
  const count = elementCount(gradients) / (vector ? 4 : 1);
  const { group, mostGroups, sumsPerGroup, lastGroup, declarations, sum } =
    lanes === 'quads' ? WITHOUT_BARRIERS : WITH_BARRIERS;
  const groups = Math.max(1, Math.min(mostGroups, Math.ceil(count / (group * SHARE))));
  const sums = scratch(groups * sumsPerGroup);
  return [
    program({
      label: 'globalNorm shares',
      bindings: [reads('gradients', gradients, vector ? 'vec4<f32>' : 'f32'), writes('sums', sums)],
      uniforms: [u32('count', count)],
      groupSize: [group, 1, 1],
      workgroups: [groups, 1, 1],
      declarations,
      body: `
  var partial = 0.0;
  for (var i = group.x * ${group}u + lane; i < u.count; i += groups.x * ${group}u) {
    let g = gradients[i];
    partial += ${vector ? 'dot(g, g)' : 'g * g'};
  }
  ${sum}
  sums[slot] = total;`,
    }),
    program({
      label: 'globalNorm',
      bindings: [reads('sums', sums), writes('norm', output(launch, 0))],
      uniforms: [u32('count', sums.scratchElements)],
      groupSize: [lastGroup, 1, 1],
      workgroups: [1, 1, 1],
      declarations,
      body: `
  var partial = 0.0;
  for (var i = lane; i < u.count; i += ${lastGroup}u) { partial += sums[i]; }
  ${sum}
  norm[slot] = sqrt(total);`,
    }),
  ];
}
