/**
 * log Σ p² of the vocabulary, chunk by chunk.
 *
 * Version kept: 32 lanes per row, 2 rows a workgroup; the largest logit is known already, so each lane only adds over its share
 * and the first adds the lanes' sums in order.
 */
import type { Launch } from '../plan/types.ts';
import { elementCount, expectSize, input, matrixShape, output } from '../webgpu/operands.ts';
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

export function collisionStatistics(launch: Launch): Dispatch[] {
  const logits = input(launch, 0);
  const previous = launch.inputs[2];
  const [rows, vocabulary] = matrixShape(logits);
  const vector = vocabulary % 4 === 0;
  return [
    program({
      label: 'collisionStatistics',
      bindings: [
        reads('logits', logits, vector ? 'vec4<f32>' : 'f32'),
        reads('statistics', input(launch, 1), 'vec4<f32>'),
        ...(previous ? [reads('previous', previous, 'vec2<f32>')] : []),
        writes('collisions', output(launch, 0), 'vec2<f32>'),
      ],
      uniforms: [u32('rows', rows), u32('parts', vector ? vocabulary / 4 : vocabulary)],
      groupSize: [LANES, ROWS, 1],
      workgroups: foldedWorkgroups(Math.ceil(rows / ROWS)),
      declarations: `
var<workgroup> sums: array<f32, ${LANES * ROWS}>;`,
      body: `
  ${FOLDED_GROUP}
  let wantedRow = flatGroup * ${ROWS}u + local.y;
  let row = min(wantedRow, u.rows - 1u);
  let peak = statistics[row].x;
  var sum = 0.0;
  for (var i = local.x; i < u.parts; i += ${LANES}u) {
    let e = exp(2.0 * (logits[row * u.parts + i] - peak));
    sum += ${vector ? 'dot(e, vec4<f32>(1.0))' : 'e'};
  }
  sums[lane] = sum;
  workgroupBarrier();
  if (wantedRow >= u.rows || local.x > 0u) { return; }
  var total = ${previous ? 'exp(2.0 * (previous[row].x - peak)) * previous[row].y' : '0.0'};
  for (var i = 0u; i < ${LANES}u; i++) { total += sums[local.y * ${LANES}u + i]; }
  collisions[row] = vec2<f32>(peak, total);`,
    }),
  ];
}

export function logCollision(launch: Launch): Dispatch[] {
  const rows = elementCount(output(launch, 0));
  expectSize(launch, 'collisions', elementCount(input(launch, 1)), 2 * rows);
  return [
    elementwise({
      label: 'logCollision',
      bindings: [
        reads('statistics', input(launch, 0), 'vec4<f32>'),
        reads('collisions', input(launch, 1), 'vec2<f32>'),
        writes('logCollision', output(launch, 0)),
      ],
      uniforms: [],
      count: rows,
      body: `
  logCollision[index] = log(collisions[index].y) - 2.0 * log(statistics[index].y);`,
    }),
  ];
}
