/**
 * One new token per row against its key/value cache: stores k and v at the row's position, then attends over 0..position.
 *
 * Versions kept:
 * - two dispatches (store, attend), so that caches are read-only while they are read. A workgroup per (row, query head)
 *   walks the slots in blocks of 64: a lane per slot for the scores, then a lane per channel for the mix (coalesced), with
 *   an online softmax between blocks. A version with a slot's whole head in one lane's registers compiled for a minute on
 *   lavapipe at D = 128.
 */
import type { Launch } from '../plan/types.ts';
import { attribute, elementCount, expectSize, input, output } from '../webgpu/operands.ts';
import { type Dispatch, elementwise, f32, MAX_WORKGROUPS, program, reads, u32, writes } from '../webgpu/program.ts';

const LANES = 64;
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
        reads('q', input(launch, 0)),
        reads('positions', positions, 'i32'),
        reads('keyCache', keyCache),
        reads('valueCache', valueCache),
        writes('result', output(launch, 0)),
      ],
      uniforms: [
        u32('rows', rows),
        u32('heads', heads),
        u32('kvHeads', kvHeads),
        u32('capacity', capacity),
        f32('scale', 1 / Math.sqrt(headSize)),
      ],
      groupSize: [LANES, 1, 1],
      workgroups: [heads, Math.min(rows, MAX_WORKGROUPS), Math.ceil(rows / MAX_WORKGROUPS)],
      declarations: `
const SIZE = ${headSize}u;
const LANES = ${LANES}u;
var<workgroup> query: array<f32, SIZE>;
var<workgroup> weights: array<f32, LANES>;
var<workgroup> sum: array<f32, SIZE>;`,
      // All lanes keep the same `highest` and `normalizer`, each by its own addition over `weights`.
      body: `
  let head = group.x;
  let row = group.z * groups.y + group.y;
  if (row >= u.rows) { return; }
  let at = (row * u.heads + head) * SIZE;
  let kvHead = head * u.kvHeads / u.heads;
  let slots = u32(clamp(positions[row] + 1, 0, i32(u.capacity)));
  for (var d = lane; d < SIZE; d += LANES) {
    query[d] = q[at + d] * u.scale;
    sum[d] = 0.0;
  }
  workgroupBarrier();
  var highest = ${LOWEST};
  var normalizer = 0.0;
  for (var first = 0u; first < slots; first += LANES) {
    let block = min(LANES, slots - first);
    if (lane < block) {
      let source = ((row * u.capacity + first + lane) * u.kvHeads + kvHead) * SIZE;
      var score = 0.0;
      for (var d = 0u; d < SIZE; d++) { score += query[d] * keyCache[source + d]; }
      weights[lane] = score;
    }
    workgroupBarrier();
    var raised = highest;
    for (var i = 0u; i < block; i++) { raised = max(raised, weights[i]); }
    let rescale = exp(highest - raised);
    highest = raised;
    workgroupBarrier();
    if (lane < block) { weights[lane] = exp(weights[lane] - raised); }
    workgroupBarrier();
    normalizer *= rescale;
    for (var i = 0u; i < block; i++) { normalizer += weights[i]; }
    for (var d = lane; d < SIZE; d += LANES) {
      var mixed = sum[d] * rescale;
      for (var i = 0u; i < block; i++) {
        mixed += weights[i] * valueCache[((row * u.capacity + first + i) * u.kvHeads + kvHead) * SIZE + d];
      }
      sum[d] = mixed;
    }
    workgroupBarrier();
  }
  for (var d = lane; d < SIZE; d += LANES) { result[at + d] = sum[d] / normalizer; }`,
    }),
  ];
}
