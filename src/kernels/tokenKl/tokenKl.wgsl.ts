/**
 * KL(q‖p) of another distribution q, chunk by chunk of the vocabulary, and its gradient on top of the log-probabilities'.
 *
 * Versions kept:
 * - statistics: as logitStatistics, 32 lanes per row, 2 rows a workgroup, each with an online (max, Σeᵈ, Σ (d − (x − x̂))·eᵈ with
 *   d = r − max) over its share; x̂ is known already. Peaks on both sides, so that no large numbers cancel.
 * - gradient: elementwise, both probabilities recomputed from lse, overwriting the logits.
 */
import type { Launch } from '../plan/types.ts';
import { attribute, elementCount, expectSize, input, matrixShape, output } from '../webgpu/operands.ts';
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

const LANES = 32;
const ROWS = 2;
const LOWEST = '-3.0e38';

export function klStatistics(launch: Launch): Dispatch[] {
  const logits = input(launch, 0);
  const refLogits = input(launch, 1);
  const previous = launch.inputs[3];
  const [rows, vocabulary] = matrixShape(logits);
  expectSize(launch, 'refLogits', elementCount(refLogits), rows * vocabulary);
  const vector = vocabulary % 4 === 0;
  const element = vector ? 'vec4<f32>' : 'f32';
  const sum = (text: string) => (vector ? `dot(${text}, vec4<f32>(1.0))` : text);
  return [
    program({
      label: 'klStatistics',
      bindings: [
        reads('logits', logits, element),
        reads('refLogits', refLogits, element),
        reads('statistics', input(launch, 2), 'vec4<f32>'),
        ...(previous ? [reads('previous', previous, 'vec4<f32>')] : []),
        writes('refStatistics', output(launch, 0), 'vec4<f32>'),
      ],
      uniforms: [u32('rows', rows), u32('parts', vector ? vocabulary / 4 : vocabulary)],
      groupSize: [LANES, ROWS, 1],
      workgroups: foldedWorkgroups(Math.ceil(rows / ROWS)),
      declarations: `
var<workgroup> highs: array<f32, ${LANES * ROWS}>;
var<workgroup> masses: array<f32, ${LANES * ROWS}>;
var<workgroup> moments: array<f32, ${LANES * ROWS}>;`,
      body: `
  ${FOLDED_GROUP}
  let wantedRow = flatGroup * ${ROWS}u + local.y;
  let row = min(wantedRow, u.rows - 1u);
  let peak = statistics[row].x;
  var highest = ${LOWEST};
  var mass = 0.0;
  var moment = 0.0;
  for (var i = local.x; i < u.parts; i += ${LANES}u) {
    let x = logits[row * u.parts + i];
    let r = refLogits[row * u.parts + i];
    let raised = max(highest, ${vector ? 'max(max(r.x, r.y), max(r.z, r.w))' : 'r'});
    let shift = highest - raised;
    let rescale = exp(shift);
    let d = r - raised;
    let e = exp(d);
    moment = select(rescale * (moment + mass * shift), 0.0, mass == 0.0) + ${sum('(d - (x - peak)) * e')};
    mass = rescale * mass + ${sum('e')};
    highest = raised;
  }
  highs[lane] = highest;
  masses[lane] = mass;
  moments[lane] = moment;
  workgroupBarrier();
  if (wantedRow >= u.rows || local.x > 0u) { return; }
  let first = local.y * ${LANES}u;
  ${previous ? 'let before = previous[row];' : ''}
  var refPeak = ${previous ? 'before.x' : LOWEST};
  for (var i = 0u; i < ${LANES}u; i++) { refPeak = max(refPeak, highs[first + i]); }
  ${
    previous
      ? `let lowered = before.x - refPeak;
  var total = exp(lowered) * before.y;
  var totalMoment = exp(lowered) * (before.z + before.y * (lowered - (before.w - peak)));`
      : `var total = 0.0;
  var totalMoment = 0.0;`
  }
  for (var i = 0u; i < ${LANES}u; i++) {
    let laneMass = masses[first + i];
    if (laneMass > 0.0) {
      let shift = highs[first + i] - refPeak;
      let rescale = exp(shift);
      total += rescale * laneMass;
      totalMoment += rescale * (moments[first + i] + laneMass * shift);
    }
  }
  refStatistics[row] = vec4<f32>(refPeak, total, totalMoment, peak);`,
    }),
  ];
}

export function tokenKl(launch: Launch): Dispatch[] {
  const rows = elementCount(output(launch, 0));
  expectSize(launch, 'statistics', elementCount(input(launch, 0)), 4 * rows);
  return [
    elementwise({
      label: 'tokenKl',
      bindings: [
        reads('statistics', input(launch, 0), 'vec4<f32>'),
        reads('refStatistics', input(launch, 1), 'vec4<f32>'),
        writes('kl', output(launch, 0)),
        writes('refLse', output(launch, 1)),
      ],
      uniforms: [],
      count: rows,
      body: `
  let row = refStatistics[index];
  let logRefMass = log(row.y);
  kl[index] = row.z / row.y + (log(statistics[index].y) - logRefMass);
  refLse[index] = row.x + logRefMass;`,
    }),
  ];
}

export function tokenLogpsKlGrad(launch: Launch): Dispatch[] {
  const logits = output(launch, 0);
  const [rows, vocabulary] = matrixShape(logits);
  const vector = vocabulary % 4 === 0;
  const element = vector ? 'vec4<f32>' : 'f32';
  return [
    elementwise({
      label: 'tokenLogpsKlGrad',
      bindings: [
        writes('logits', logits, element),
        reads('targets', input(launch, 1), 'i32'),
        reads('lse', input(launch, 2)),
        reads('dLogps', input(launch, 3)),
        reads('refLogits', input(launch, 4), element),
        reads('refLse', input(launch, 5)),
        reads('dKl', input(launch, 6)),
      ],
      uniforms: [u32('parts', vector ? vocabulary / 4 : vocabulary), u32('firstId', attribute(launch, 'firstId'))],
      count: (rows * vocabulary) / (vector ? 4 : 1),
      body: `
  let row = index / u.parts;
  let p = exp(logits[index] - lse[row]);
  let q = exp(refLogits[index] - refLse[row]);
  let part = index % u.parts;
  let targetId = u32(targets[row]) - u.firstId;
  ${
    vector
      ? 'let hit = select(vec4<f32>(0.0), vec4<f32>(1.0), vec4<u32>(part * 4u) + vec4<u32>(0u, 1u, 2u, 3u) == vec4<u32>(targetId));'
      : 'let hit = select(0.0, 1.0, part == targetId);'
  }
  logits[index] = (hit - p) * dLogps[row] + (p - q) * dKl[row];`,
    }),
  ];
}
