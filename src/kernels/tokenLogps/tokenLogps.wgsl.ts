/**
 * What the log-probabilities of targets need of a chunk of the vocabulary's logits, in one pass over them; the
 * log-probabilities from it; their gradient in place of the logits.
 *
 * Versions kept:
 * - statistics: 32 lanes per row, 2 rows a workgroup: each lane keeps (max, Σeᵈ, Σ d·eᵈ with d = x − max) online over its
 *   share, one barrier, the first lane merges them in order, and those of earlier ids. Nothing of size [M, V] is stored;
 *   entropy = log Σeᵈ − Σ d·eᵈ / Σeᵈ has no cancellation of large terms.
 * - gradient: elementwise, probabilities recomputed from lse, overwriting the logits.
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

export function logitStatistics(launch: Launch): Dispatch[] {
  const logits = input(launch, 0);
  const targets = input(launch, 1);
  const previous = launch.inputs[2];
  const [rows, vocabulary] = matrixShape(logits);
  expectSize(launch, 'targets', elementCount(targets), rows);
  const vector = vocabulary % 4 === 0;
  const element = vector ? 'vec4<f32>' : 'f32';
  const sum = (text: string) => (vector ? `dot(${text}, vec4<f32>(1.0))` : text);
  return [
    program({
      label: 'logitStatistics',
      bindings: [
        reads('logits', logits, element),
        reads('targets', targets, 'i32'),
        ...(previous ? [reads('previous', previous, 'vec4<f32>')] : []),
        writes('statistics', output(launch, 0), 'vec4<f32>'),
      ],
      uniforms: [
        u32('rows', rows),
        u32('vocabulary', vocabulary),
        u32('parts', vector ? vocabulary / 4 : vocabulary),
        u32('firstId', attribute(launch, 'firstId')),
      ],
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
  var highest = ${LOWEST};
  var mass = 0.0;
  var moment = 0.0;
  for (var i = local.x; i < u.parts; i += ${LANES}u) {
    let x = logits[row * u.parts + i];
    let raised = max(highest, ${vector ? 'max(max(x.x, x.y), max(x.z, x.w))' : 'x'});
    let shift = highest - raised;
    let rescale = exp(shift);
    let d = x - raised;
    let e = exp(d);
    moment = select(rescale * (moment + mass * shift), 0.0, mass == 0.0) + ${sum('d * e')};
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
  var peak = ${previous ? 'before.x' : LOWEST};
  for (var i = 0u; i < ${LANES}u; i++) { peak = max(peak, highs[first + i]); }
  ${
    previous
      ? `let lowered = before.x - peak;
  var total = exp(lowered) * before.y;
  var totalMoment = exp(lowered) * (before.z + before.y * lowered);`
      : `var total = 0.0;
  var totalMoment = 0.0;`
  }
  for (var i = 0u; i < ${LANES}u; i++) {
    let laneMass = masses[first + i];
    if (laneMass > 0.0) {
      let shift = highs[first + i] - peak;
      let rescale = exp(shift);
      total += rescale * laneMass;
      totalMoment += rescale * (moments[first + i] + laneMass * shift);
    }
  }
  // Ids before the first wrap around and lie outside as well.
  let targetId = u32(targets[row]) - u.firstId;
  let safe = min(targetId, u.vocabulary - 1u);
  let chosen = logits[row * u.parts + ${vector ? 'safe / 4u][safe % 4u]' : 'safe]'};
  let targetLogit = select(${previous ? 'before.w' : '0.0'}, chosen, targetId < u.vocabulary);
  statistics[row] = vec4<f32>(peak, total, totalMoment, targetLogit);`,
    }),
  ];
}

export function tokenLogps(launch: Launch): Dispatch[] {
  const statistics = input(launch, 0);
  const rows = elementCount(output(launch, 0));
  expectSize(launch, 'statistics', elementCount(statistics), 4 * rows);
  return [
    elementwise({
      label: 'tokenLogps',
      bindings: [
        reads('statistics', statistics, 'vec4<f32>'),
        writes('logps', output(launch, 0)),
        writes('lse', output(launch, 1)),
        writes('entropy', output(launch, 2)),
      ],
      uniforms: [],
      count: rows,
      body: `
  let row = statistics[index];
  let logMass = log(row.y);
  logps[index] = (row.w - row.x) - logMass;
  lse[index] = row.x + logMass;
  entropy[index] = logMass - row.z / row.y;`,
    }),
  ];
}

export function tokenLogpsGrad(launch: Launch): Dispatch[] {
  const logits = output(launch, 0);
  const [rows, vocabulary] = matrixShape(logits);
  const vector = vocabulary % 4 === 0;
  const element = vector ? 'vec4<f32>' : 'f32';
  return [
    elementwise({
      label: 'tokenLogpsGrad',
      bindings: [
        writes('logits', logits, element),
        reads('targets', input(launch, 1), 'i32'),
        reads('lse', input(launch, 2)),
        reads('dLogps', input(launch, 3)),
      ],
      uniforms: [u32('parts', vector ? vocabulary / 4 : vocabulary), u32('firstId', attribute(launch, 'firstId'))],
      count: (rows * vocabulary) / (vector ? 4 : 1),
      body: `
  let row = index / u.parts;
  let d = dLogps[row];
  let probability = exp(logits[index] - lse[row]);
  let part = index % u.parts;
  let targetId = u32(targets[row]) - u.firstId;
  ${
    vector
      ? 'let hit = select(vec4<f32>(0.0), vec4<f32>(1.0), vec4<u32>(part * 4u) + vec4<u32>(0u, 1u, 2u, 3u) == vec4<u32>(targetId));'
      : 'let hit = select(0.0, 1.0, part == targetId);'
  }
  logits[index] = (hit - probability) * d;`,
    }),
  ];
}
