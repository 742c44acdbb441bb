/**
 * One new token per row against its key/value cache: stores its key and value at the row's position and attends over
 * 0..position. `cacheRows` stores those of whole prompts.
 *
 * Versions kept:
 * - one dispatch: the new slot is read from the packed row, never from the cache, so that storing it needs no dispatch of its
 *   own; the first query head of each group stores it. A workgroup per (row, query head) walks the slots in blocks of
 *   64: a lane per slot for the scores, then a lane per channel for the mix (coalesced), with an online softmax between
 *   blocks. The highest score goes by eighths, and the weights are summed by the lanes that mix, which read them anyway: where every lane
 *   read all weights for both, a block took 1.8 times as long on lavapipe. A version with a slot's
 *   whole head in one lane's registers compiled for a minute on lavapipe at D = 128.
 */
import type { Launch } from '../plan/types.ts';
import { attribute, elementCount, expectSize, input, matrixShape, output } from '../webgpu/operands.ts';
import { type Dispatch, elementwise, f32, MAX_WORKGROUPS, program, reads, u32, writes } from '../webgpu/program.ts';

const LANES = 64;
/** A block's highest score is that of so many groups of scores. */
const TOPS = 8;
const LOWEST = '-3.0e38';

export function cachedAttention(launch: Launch): Dispatch[] {
  const qkv = input(launch, 0);
  const positions = input(launch, 1);
  const capacity = attribute(launch, 'capacity');
  const heads = attribute(launch, 'heads');
  const kvHeads = attribute(launch, 'kvHeads');
  const headSize = attribute(launch, 'headSize');
  const rows = elementCount(positions);
  const keyCache = output(launch, 1);
  const valueCache = output(launch, 2);
  expectSize(launch, 'qkv', elementCount(qkv), rows * (heads + 2 * kvHeads) * headSize);
  expectSize(launch, 'keyCache', elementCount(keyCache), rows * capacity * kvHeads * headSize);
  return [
    program({
      label: 'cachedAttention',
      bindings: [
        reads('qkv', qkv),
        reads('positions', positions, 'i32'),
        writes('keyCache', keyCache),
        writes('valueCache', valueCache),
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
const TOPS = ${TOPS}u;
var<workgroup> query: array<f32, SIZE>;
var<workgroup> weights: array<f32, LANES>;
var<workgroup> tops: array<f32, TOPS>;
var<workgroup> sum: array<f32, SIZE>;`,
      // All lanes keep the same `highest`, and those with a channel the same `normalizer`.
      body: `
  let head = group.x;
  let row = group.z * groups.y + group.y;
  if (row >= u.rows) { return; }
  let kvHead = head * u.kvHeads / u.heads;
  let packed = row * (u.heads + 2u * u.kvHeads);
  let newKey = (packed + u.heads + kvHead) * SIZE;
  let newValue = newKey + u.kvHeads * SIZE;
  // A position outside the cache is no slot of it: such a row stores nothing and reads what is there.
  let position = positions[row];
  let newSlot = select(u.capacity, u32(position), position >= 0 && position < i32(u.capacity));
  let slots = u32(clamp(position + 1, 0, i32(u.capacity)));
  let cache = (row * u.capacity * u.kvHeads + kvHead) * SIZE;
  let slotStride = u.kvHeads * SIZE;
  if (head % (u.heads / u.kvHeads) == 0u && newSlot < u.capacity) {
    for (var d = lane; d < SIZE; d += LANES) {
      keyCache[cache + newSlot * slotStride + d] = qkv[newKey + d];
      valueCache[cache + newSlot * slotStride + d] = qkv[newValue + d];
    }
  }
  for (var d = lane; d < SIZE; d += LANES) {
    query[d] = qkv[(packed + head) * SIZE + d] * u.scale;
    sum[d] = 0.0;
  }
  workgroupBarrier();
  var highest = ${LOWEST};
  var normalizer = 0.0;
  for (var first = 0u; first < slots; first += LANES) {
    let block = min(LANES, slots - first);
    var score = ${LOWEST};
    if (lane < block) {
      score = 0.0;
      if (first + lane == newSlot) {
        for (var d = 0u; d < SIZE; d++) { score += query[d] * qkv[newKey + d]; }
      } else {
        let source = cache + (first + lane) * slotStride;
        for (var d = 0u; d < SIZE; d++) { score += query[d] * keyCache[source + d]; }
      }
    }
    weights[lane] = score;
    workgroupBarrier();
    if (lane < TOPS) {
      var top = ${LOWEST};
      for (var i = lane; i < block; i += TOPS) { top = max(top, weights[i]); }
      tops[lane] = top;
    }
    workgroupBarrier();
    var raised = highest;
    for (var i = 0u; i < TOPS; i++) { raised = max(raised, tops[i]); }
    let rescale = exp(highest - raised);
    highest = raised;
    weights[lane] = exp(score - raised);
    workgroupBarrier();
    var added = 0.0;
    // The new slot is the last: only the last block has it.
    let cached = block - select(0u, 1u, first + block == newSlot + 1u);
    for (var d = lane; d < SIZE; d += LANES) {
      var mixed = sum[d] * rescale;
      added = 0.0;
      for (var i = 0u; i < cached; i++) {
        let weight = weights[i];
        mixed += weight * valueCache[cache + (first + i) * slotStride + d];
        added += weight;
      }
      if (cached < block) {
        mixed += weights[cached] * qkv[newValue + d];
        added += weights[cached];
      }
      sum[d] = mixed;
    }
    normalizer = normalizer * rescale + added;
    workgroupBarrier();
  }
  for (var d = lane; d < SIZE; d += LANES) { result[(row * u.heads + head) * SIZE + d] = sum[d] / normalizer; }`,
    }),
  ];
}

export function cacheRows(launch: Launch): Dispatch[] {
  const qkv = input(launch, 0);
  const slots = input(launch, 1);
  const heads = attribute(launch, 'heads');
  const kvHeads = attribute(launch, 'kvHeads');
  const headSize = attribute(launch, 'headSize');
  const [rows, columns] = matrixShape(qkv);
  const width = kvHeads * headSize;
  const keyCache = output(launch, 0);
  expectSize(launch, 'qkv columns', columns, heads * headSize + 2 * width);
  expectSize(launch, 'slots', elementCount(slots), rows);
  return [
    elementwise({
      label: 'cacheRows',
      bindings: [
        reads('qkv', qkv),
        reads('slots', slots, 'i32'),
        writes('keyCache', keyCache),
        writes('valueCache', output(launch, 1)),
      ],
      uniforms: [
        u32('width', width),
        u32('columns', columns),
        u32('firstKey', heads * headSize),
        u32('slotCount', elementCount(keyCache) / width),
      ],
      count: rows * width,
      body: `
  let row = index / u.width;
  let column = index % u.width;
  // -1 becomes the largest number there is.
  let slot = u32(slots[row]);
  if (slot >= u.slotCount) { return; }
  let source = row * u.columns + u.firstKey + column;
  keyCache[slot * u.width + column] = qkv[source];
  valueCache[slot * u.width + column] = qkv[source + u.width];`,
    }),
  ];
}
