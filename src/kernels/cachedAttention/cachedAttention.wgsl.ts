/**
 * One new token per row against its key/value cache: stores k and v at the row's position, then attends over 0..position.
 *
 * Versions kept:
 * - two dispatches (store, attend), so that caches are read-only while they are read. A workgroup per (row, query head):
 *   each lane runs an online softmax over every LANES-th slot, one barrier, then the lanes merge in fixed order.
 */
import type { Launch } from '../plan/types.ts';
import { attribute, elementCount, expectSize, input, output } from '../webgpu/operands.ts';
import { type Dispatch, elementwise, f32, program, reads, u32, unroll, writes } from '../webgpu/program.ts';

const LOWEST = '-3.0e38';

export function cachedAttention(launch: Launch): Dispatch[] {
  const positions = input(launch, 3);
  const capacity = attribute(launch, 'capacity');
  const heads = attribute(launch, 'heads');
  const kvHeads = attribute(launch, 'kvHeads');
  const headSize = attribute(launch, 'headSize');
  const rows = elementCount(positions);
  const width = kvHeads * headSize;
  const keyCache = output(launch, 1);
  const valueCache = output(launch, 2);
  expectSize(launch, 'keyCache', elementCount(keyCache), rows * capacity * width);
  const element = headSize % 4 === 0 ? 'vec4<f32>' : 'f32';
  const parts = element === 'f32' ? headSize : headSize / 4;
  // Lanes × (headSize + 2) floats of workgroup memory: 16 KiB is what every device has.
  const lanes = headSize <= 64 ? 32 : 16;
  const each = (line: (i: number) => string) => unroll(parts, line);
  return [
    elementwise({
      label: 'cachedAttention store',
      bindings: [
        reads('k', input(launch, 1)),
        reads('v', input(launch, 2)),
        reads('positions', positions, 'i32'),
        writes('keyCache', keyCache),
        writes('valueCache', valueCache),
      ],
      uniforms: [u32('width', width), u32('capacity', capacity)],
      count: rows * width,
      body: `
  let row = index / u.width;
  let slot = positions[row];
  if (slot < 0 || slot >= i32(u.capacity)) { return; }
  let at = (row * u.capacity + u32(slot)) * u.width + index % u.width;
  keyCache[at] = k[index];
  valueCache[at] = v[index];`,
    }),
    program({
      label: 'cachedAttention',
      bindings: [
        reads('q', input(launch, 0), element),
        reads('positions', positions, 'i32'),
        reads('keyCache', keyCache, element),
        reads('valueCache', valueCache, element),
        writes('result', output(launch, 0), element),
      ],
      uniforms: [
        u32('rows', rows),
        u32('heads', heads),
        u32('kvHeads', kvHeads),
        u32('capacity', capacity),
        f32('scale', 1 / Math.sqrt(headSize)),
      ],
      groupSize: [lanes, 1, 1],
      workgroups: [heads, Math.min(rows, 65535), Math.ceil(rows / 65535)],
      declarations: `
fn total(x: ${element}) -> f32 { return ${element === 'f32' ? 'x' : '(x.x + x.y) + (x.z + x.w)'}; }
var<workgroup> highs: array<f32, ${lanes}>;
var<workgroup> normalizers: array<f32, ${lanes}>;
var<workgroup> sums: array<${element}, ${lanes * parts}>;`,
      body: `
  let head = group.x;
  let wantedRow = group.z * groups.y + group.y;
  let row = min(wantedRow, u.rows - 1u);
  let at = (row * u.heads + head) * ${parts}u;
  let kvHead = head * u.kvHeads / u.heads;
  let slots = u32(clamp(positions[row] + 1, 0, i32(u.capacity)));
  ${each((i) => `let q${i} = q[at + ${i}u] * u.scale; var sum${i} = ${element}(0.0);`)}
  var highest = ${LOWEST};
  var normalizer = 0.0;
  for (var slot = lane; slot < slots; slot += ${lanes}u) {
    let source = ((row * u.capacity + slot) * u.kvHeads + kvHead) * ${parts}u;
    var product = q0 * keyCache[source];
    ${unroll(parts - 1, (i) => `product += q${i + 1} * keyCache[source + ${i + 1}u];`)}
    let score = total(product);
    let raised = max(highest, score);
    let rescale = exp(highest - raised);
    let p = exp(score - raised);
    highest = raised;
    normalizer = normalizer * rescale + p;
    ${each((i) => `sum${i} = sum${i} * rescale + p * valueCache[source + ${i}u];`)}
  }
  highs[lane] = highest;
  normalizers[lane] = normalizer;
  ${each((i) => `sums[lane * ${parts}u + ${i}u] = sum${i};`)}
  workgroupBarrier();
  if (wantedRow >= u.rows) { return; }
  var peak = ${LOWEST};
  for (var i = 0u; i < ${lanes}u; i++) { peak = max(peak, highs[i]); }
  var whole = 0.0;
  for (var i = 0u; i < ${lanes}u; i++) { whole += normalizers[i] * exp(highs[i] - peak); }
  for (var part = lane; part < ${parts}u; part += ${lanes}u) {
    var sum = ${element}(0.0);
    for (var i = 0u; i < ${lanes}u; i++) { sum += sums[i * ${parts}u + part] * exp(highs[i] - peak); }
    result[at + part] = sum / whole;
  }`,
    }),
  ];
}
