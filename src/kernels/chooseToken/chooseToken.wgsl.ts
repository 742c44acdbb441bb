/**
 * The next token of every row that goes on, chosen on the device: no logits are read back.
 *
 * Versions kept:
 * - a workgroup per row, 64 lanes with a stretch of neighbouring ids each, so that the draw (tokens laid end to end by id) needs
 *   the lanes' sums and then one lane's own stretch. The edge of the nucleus is found without sorting: logits are
 *   compared as integers of the same order, and the edge's 32 bits are settled two at a time, each time by the masses
 *   above three candidates. Sums in fixed order, no atomics. NaN and infinities are told by their bits: WGSL lets a
 *   compiler assume that there are none.
 */
import type { Launch } from '../plan/types.ts';
import { attribute, elementCount, expectSize, input, matrixShape, output } from '../webgpu/operands.ts';
import {
  type Dispatch,
  FOLDED_GROUP,
  foldedWorkgroups,
  program,
  reads,
  u32,
  unroll,
  writes,
} from '../webgpu/program.ts';

const LANES = 64;

const DECLARATIONS = `
const LANES = ${LANES}u;
const INFINITE = 0x7f800000u;
const NOT_A_NUMBER = 0x7fc00000;
var<workgroup> keys: array<u32, LANES>;
var<workgroup> places: array<u32, LANES>;
var<workgroup> sums: array<vec3<f32>, LANES>;
var<workgroup> count: i32;

/** The logit as an integer of the same order; both zeros are equal. */
fn keyOf(x: f32) -> u32 {
  let bits = bitcast<u32>(x);
  if (bits == 0x80000000u) { return bits; }
  return select(bits | 0x80000000u, ~bits, bits >= 0x80000000u);
}

fn isNotFinite(x: f32) -> bool { return (bitcast<u32>(x) & INFINITE) == INFINITE; }
fn isNaN(x: f32) -> bool { return (bitcast<u32>(x) & 0x7fffffffu) > INFINITE; }

/** e^(x − largest) over the temperature; far below, 0, without an infinity on the way. */
fn weightOf(x: f32, largest: f32, inverseTemperature: f32) -> f32 {
  return exp(max((max(x, -3.0e38) - largest) * inverseTemperature, -200.0));
}

/** The sums of all lanes, added in order, the same in every lane. */
fn total(lane: u32, mine: vec3<f32>) -> vec3<f32> {
  workgroupBarrier();
  sums[lane] = mine;
  workgroupBarrier();
  var all = vec3<f32>(0.0);
  for (var i = 0u; i < LANES; i++) { all += sums[i]; }
  return all;
}`;

export function chooseToken(launch: Launch): Dispatch[] {
  const logits = input(launch, 0);
  const [rows, vocabulary] = matrixShape(logits);
  const answers = output(launch, 3);
  const length = answers.shape[1] as number;
  expectSize(launch, 'answers', elementCount(answers), rows * length * 2);
  expectSize(launch, 'uniforms', elementCount(input(launch, 1)), rows * length);
  expectSize(launch, 'progress', elementCount(output(launch, 2)), rows);
  return [
    program({
      label: 'chooseToken',
      bindings: [
        reads('logits', logits),
        reads('uniforms', input(launch, 1)),
        reads('settings', input(launch, 2)),
        writes('ids', output(launch, 0), 'i32'),
        writes('positions', output(launch, 1), 'i32'),
        writes('progress', output(launch, 2), 'i32'),
        // As bits: a NaN written as a number may not stay one.
        writes('answers', answers, 'i32'),
      ],
      uniforms: [
        u32('rows', rows),
        u32('vocabulary', vocabulary),
        u32('stretch', Math.ceil(vocabulary / LANES)),
        u32('length', length),
        u32('advance', attribute(launch, 'advance')),
        u32('capacity', attribute(launch, 'capacity')),
      ],
      groupSize: [LANES, 1, 1],
      workgroups: foldedWorkgroups(rows),
      declarations: DECLARATIONS,
      body: `
  ${FOLDED_GROUP}
  let row = flatGroup;
  if (row >= u.rows) { return; }
  if (lane == 0u) { count = progress[row]; }
  let chosenSoFar = workgroupUniformLoad(&count);
  if (chosenSoFar < 0) { return; }
  let base = row * u.vocabulary;
  let first = min(lane * u.stretch, u.vocabulary);
  let last = min(first + u.stretch, u.vocabulary);
  let temperature = settings[0];
  let topP = settings[1];

  var key = 0u;
  var place = u.vocabulary;
  var broken = 0.0;
  for (var id = first; id < last; id++) {
    let x = logits[base + id];
    if (isNaN(x)) { broken = 1.0; }
    let its = keyOf(x);
    if (its > key) { key = its; place = id; }
  }
  keys[lane] = key;
  places[lane] = place;
  workgroupBarrier();
  // Lanes in order, and only a higher key wins: the lowest id on ties.
  for (var i = 0u; i < LANES; i++) {
    let better = select(keys[i] > key, keys[i] >= key, i < lane);
    if (better && places[i] < u.vocabulary) { key = keys[i]; place = places[i]; }
  }
  let best = min(place, u.vocabulary - 1u);
  let largest = logits[base + best];
  let ruined = total(lane, vec3<f32>(broken, 0.0, 0.0)).x > 0.0 || isNotFinite(largest);

  let inverseTemperature = select(1.0 / max(temperature, 1e-30), 1.0, temperature == 0.0);
  var mine = vec3<f32>(0.0);
  for (var id = first; id < last; id++) {
    let x = logits[base + id];
    mine += vec3<f32>(weightOf(x, largest, 1.0), weightOf(x, largest, inverseTemperature), 0.0);
  }
  let masses = total(lane, mine);

  // The highest key whose ids and all likelier ones reach the mass.
  var edge = 0u;
  if (topP < 1.0) {
    let wanted = topP * masses.y;
    for (var shift = 32u; shift > 0u;) {
      shift -= 2u;
      let step = 1u << shift;
      var above = vec3<f32>(0.0);
      for (var id = first; id < last; id++) {
        let x = logits[base + id];
        let its = keyOf(x);
        let reached = vec3<bool>(its >= edge + step, its >= edge + 2u * step, its >= edge + 3u * step);
        above += select(vec3<f32>(0.0), vec3<f32>(weightOf(x, largest, inverseTemperature)), reached);
      }
      let enough = total(lane, above) >= vec3<f32>(wanted);
      edge += step * select(select(select(0u, 1u, enough.x), 2u, enough.y), 3u, enough.z);
    }
    // At topP 0 every key is high enough: the likeliest stays.
    edge = min(edge, keyOf(largest));
  }

  var kept = 0.0;
  for (var id = first; id < last; id++) {
    let x = logits[base + id];
    kept += select(0.0, weightOf(x, largest, inverseTemperature), keyOf(x) >= edge);
  }
  let nucleus = total(lane, vec3<f32>(kept, 0.0, 0.0)).x;
  if (lane > 0u) { return; }

  var chosen = best;
  if (ruined) {
    chosen = 0u;
  } else if (temperature != 0.0) {
    let wantedMass = uniforms[u32(chosenSoFar) * u.rows + row] * nucleus;
    // The first lane whose stretch ends beyond the target; rounding may leave none: then the last that keeps anything.
    var owner = 0u;
    var before = 0.0;
    var reached = 0.0;
    for (var i = 0u; i < LANES; i++) {
      if (sums[i].x > 0.0) {
        owner = i;
        before = reached;
        reached += sums[i].x;
        if (wantedMass < reached) { break; }
      }
    }
    var laid = 0.0;
    let end = min((owner + 1u) * u.stretch, u.vocabulary);
    for (var id = owner * u.stretch; id < end; id++) {
      let x = logits[base + id];
      let weight = select(0.0, weightOf(x, largest, inverseTemperature), keyOf(x) >= edge);
      if (weight > 0.0) {
        chosen = id;
        laid += weight;
        if (wantedMass - before < laid) { break; }
      }
    }
  }

  let position = positions[row] + i32(u.advance);
  let logp = (logits[base + chosen] - largest) - log(masses.x);
  let at = (row * u.length + u32(chosenSoFar)) * 2u;
  answers[at] = bitcast<i32>(f32(chosen));
  answers[at + 1u] = select(bitcast<i32>(logp), NOT_A_NUMBER, ruined);
  ids[row] = i32(chosen);
  // A row that is done is fed again, into its last slot.
  positions[row] = min(position, i32(u.capacity) - 1);
  var done = ruined || f32(chosenSoFar + 1) >= settings[2] || position >= i32(u.capacity);
  ${unroll(5, (i) => `done = done || f32(chosen) == settings[${i + 3}];`)}
  progress[row] = select(chosenSoFar + 1, -2 - chosenSoFar, done);`,
    }),
  ];
}
