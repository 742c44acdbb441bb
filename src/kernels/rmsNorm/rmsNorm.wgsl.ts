/**
 * y = x · inverseRms · gain with inverseRms = 1/√(mean(x²) + eps), and its two gradients.
 *
 * Versions kept:
 * - rows × lanes: 16 lanes share a row, 4 rows a workgroup, one barrier; each lane then adds the 16 partial sums itself,
 *   in the same order. Coalesced by 64 bytes, and cheap where barriers are dear.
 * - gain gradient: chunks of rows summed per column, then the chunks: two dispatches, no barrier, fixed order.
 */
import type { Launch } from '../plan/types.ts';
import { attribute, elementCount, expectSize, input, matrixShape, output } from '../webgpu/operands.ts';
import {
  type Binding,
  type Dispatch,
  elementwise,
  FOLDED_GROUP,
  f32,
  foldedWorkgroups,
  program,
  reads,
  scratch,
  type Uniform,
  u32,
  writes,
} from '../webgpu/program.ts';

const LANES = 16;
const ROWS = 4;

/** `partial` (a sum over the lane's columns) becomes `total`, the same in all lanes of the row. */
function rowProgram(options: {
  label: string;
  bindings: Binding[];
  uniforms: Uniform[];
  rows: number;
  columns: number;
  before: string;
  after: string;
}): Dispatch {
  return program({
    label: options.label,
    bindings: options.bindings,
    uniforms: [u32('rows', options.rows), u32('columns', options.columns), ...options.uniforms],
    groupSize: [LANES, ROWS, 1],
    workgroups: foldedWorkgroups(Math.ceil(options.rows / ROWS)),
    declarations: `var<workgroup> partials: array<f32, ${LANES * ROWS}>;`,
    body: `
  ${FOLDED_GROUP}
  let wantedRow = flatGroup * ${ROWS}u + local.y;
  let row = min(wantedRow, u.rows - 1u);
  let base = row * u.columns;
  var partial = 0.0;
  for (var c = local.x; c < u.columns; c += ${LANES}u) { ${options.before} }
  partials[lane] = partial;
  workgroupBarrier();
  if (wantedRow >= u.rows) { return; }
  var total = 0.0;
  for (var i = 0u; i < ${LANES}u; i++) { total += partials[local.y * ${LANES}u + i]; }
  ${options.after}`,
  });
}

export function rmsNorm(launch: Launch): Dispatch[] {
  const x = input(launch, 0);
  const gain = input(launch, 1);
  const [rows, columns] = matrixShape(x);
  expectSize(launch, 'gain', elementCount(gain), columns);
  expectSize(launch, 'inverseRms', elementCount(output(launch, 1)), rows);
  return [
    rowProgram({
      label: 'rmsNorm',
      bindings: [
        reads('x', x),
        reads('gain', gain),
        writes('y', output(launch, 0)),
        writes('inverseRms', output(launch, 1)),
      ],
      uniforms: [f32('eps', attribute(launch, 'eps'))],
      rows,
      columns,
      before: 'let value = x[base + c]; partial += value * value;',
      after: `
  let inverse = 1.0 / sqrt(total / f32(u.columns) + u.eps);
  for (var c = local.x; c < u.columns; c += ${LANES}u) { y[base + c] = x[base + c] * inverse * gain[c]; }
  if (local.x == 0u) { inverseRms[row] = inverse; }`,
    }),
  ];
}

/** dx = inverse · (dy·gain − x · inverse² · mean(dy·gain·x)). */
export function rmsNormGrad(launch: Launch): Dispatch[] {
  const x = input(launch, 0);
  const [rows, columns] = matrixShape(x);
  return [
    rowProgram({
      label: 'rmsNormGrad',
      bindings: [
        reads('x', x),
        reads('gain', input(launch, 1)),
        reads('inverseRms', input(launch, 2)),
        reads('dy', input(launch, 3)),
        writes('dx', output(launch, 0)),
      ],
      uniforms: [],
      rows,
      columns,
      before: 'partial += dy[base + c] * gain[c] * x[base + c];',
      after: `
  let inverse = inverseRms[row];
  let slope = inverse * inverse * total / f32(u.columns);
  for (var c = local.x; c < u.columns; c += ${LANES}u) {
    dx[base + c] = inverse * (dy[base + c] * gain[c] - x[base + c] * slope);
  }`,
    }),
  ];
}

const CHUNK_ROWS = 32;

export function rmsNormGainGrad(launch: Launch): Dispatch[] {
  const x = input(launch, 0);
  const [rows, columns] = matrixShape(x);
  const chunks = Math.ceil(rows / CHUNK_ROWS);
  const partials = scratch(chunks * columns);
  return [
    elementwise({
      label: 'rmsNormGainGrad chunks',
      bindings: [
        reads('x', x),
        reads('inverseRms', input(launch, 1)),
        reads('dy', input(launch, 2)),
        writes('partials', partials),
      ],
      uniforms: [u32('rows', rows), u32('columns', columns)],
      count: chunks * columns,
      body: `
  let column = index % u.columns;
  let first = index / u.columns * ${CHUNK_ROWS}u;
  let last = min(first + ${CHUNK_ROWS}u, u.rows);
  var sum = 0.0;
  for (var row = first; row < last; row++) {
    sum += dy[row * u.columns + column] * x[row * u.columns + column] * inverseRms[row];
  }
  partials[index] = sum;`,
    }),
    elementwise({
      label: 'rmsNormGainGrad sum',
      bindings: [reads('partials', partials), writes('dGain', output(launch, 0))],
      uniforms: [u32('chunks', chunks)],
      count: columns,
      body: `
  var sum = 0.0;
  for (var chunk = 0u; chunk < u.chunks; chunk++) { sum += partials[chunk * u.count + index]; }
  dGain[index] += sum;`,
    }),
  ];
}
