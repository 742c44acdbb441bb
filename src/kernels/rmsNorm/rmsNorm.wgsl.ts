/**
 * y = x · inverseRms · gain with inverseRms = 1/√(mean(x²) + eps), and its two gradients.
 *
 * Versions kept:
 * - rows × lanes: 8 lanes share a row, 8 rows a workgroup, one barrier; each lane then adds the 8 partial sums itself, in the
 *   same order. Vectors of four where the width allows: coalesced by 128 bytes, and a quarter of the loads.
 * - gain gradient: 16 lanes share a column (or four), 16 neighbouring ones a workgroup (coalesced), one barrier, then the
 *   partial sums in order. One dispatch, where chunks of rows and their sum took two.
 */
import type { Launch } from '../plan/types.ts';
import { attribute, elementCount, expectSize, input, matrixShape, output } from '../webgpu/operands.ts';
import {
  type Binding,
  type Dispatch,
  FOLDED_GROUP,
  f32,
  foldedWorkgroups,
  program,
  reads,
  type Uniform,
  u32,
  writes,
} from '../webgpu/program.ts';

const LANES = 8;
const ROWS = 8;

interface Layout {
  readonly element: 'f32' | 'vec4<f32>';
  /** Elements of a row. */
  readonly parts: number;
  /** The sum over an element's components. */
  readonly sum: (text: string) => string;
}

function layoutOf(columns: number): Layout {
  return columns % 4 === 0
    ? { element: 'vec4<f32>', parts: columns / 4, sum: (text) => `dot(${text}, vec4<f32>(1.0))` }
    : { element: 'f32', parts: columns, sum: (text) => text };
}

/** `partial` (a sum over the lane's columns) becomes `total`, the same in all lanes of the row. */
function rowProgram(options: {
  label: string;
  bindings: Binding[];
  uniforms: Uniform[];
  rows: number;
  columns: number;
  layout: Layout;
  before: string;
  after: string;
}): Dispatch {
  return program({
    label: options.label,
    bindings: options.bindings,
    uniforms: [
      u32('rows', options.rows),
      u32('columns', options.columns),
      u32('parts', options.layout.parts),
      ...options.uniforms,
    ],
    groupSize: [LANES, ROWS, 1],
    workgroups: foldedWorkgroups(Math.ceil(options.rows / ROWS)),
    declarations: `var<workgroup> partials: array<f32, ${LANES * ROWS}>;`,
    body: `
  ${FOLDED_GROUP}
  let wantedRow = flatGroup * ${ROWS}u + local.y;
  let row = min(wantedRow, u.rows - 1u);
  let base = row * u.parts;
  var partial = 0.0;
  for (var c = local.x; c < u.parts; c += ${LANES}u) { ${options.before} }
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
  const layout = layoutOf(columns);
  expectSize(launch, 'gain', elementCount(gain), columns);
  expectSize(launch, 'inverseRms', elementCount(output(launch, 1)), rows);
  return [
    rowProgram({
      label: 'rmsNorm',
      bindings: [
        reads('x', x, layout.element),
        reads('gain', gain, layout.element),
        writes('y', output(launch, 0), layout.element),
        writes('inverseRms', output(launch, 1)),
      ],
      uniforms: [f32('eps', attribute(launch, 'eps'))],
      rows,
      columns,
      layout,
      before: `let value = x[base + c]; partial += ${layout.sum('value * value')};`,
      after: `
  let inverse = 1.0 / sqrt(total / f32(u.columns) + u.eps);
  for (var c = local.x; c < u.parts; c += ${LANES}u) { y[base + c] = x[base + c] * inverse * gain[c]; }
  if (local.x == 0u) { inverseRms[row] = inverse; }`,
    }),
  ];
}

/** dx = inverse · (dy·gain − x · inverse² · mean(dy·gain·x)) (+ residual). */
export function rmsNormGrad(launch: Launch): Dispatch[] {
  const x = input(launch, 0);
  const residual = launch.inputs[4];
  const [rows, columns] = matrixShape(x);
  const layout = layoutOf(columns);
  return [
    rowProgram({
      label: 'rmsNormGrad',
      bindings: [
        reads('x', x, layout.element),
        reads('gain', input(launch, 1), layout.element),
        reads('inverseRms', input(launch, 2)),
        reads('dy', input(launch, 3), layout.element),
        ...(residual ? [reads('residual', residual, layout.element)] : []),
        writes('dx', output(launch, 0), layout.element),
      ],
      uniforms: [],
      rows,
      columns,
      layout,
      before: `partial += ${layout.sum('dy[base + c] * gain[c] * x[base + c]')};`,
      after: `
  let inverse = inverseRms[row];
  let slope = inverse * inverse * total / f32(u.columns);
  for (var c = local.x; c < u.parts; c += ${LANES}u) {
    dx[base + c] = inverse * (dy[base + c] * gain[c] - x[base + c] * slope)${residual ? ' + residual[base + c]' : ''};
  }`,
    }),
  ];
}

const COLUMNS = 16;
const ROW_LANES = 16;

export function rmsNormGainGrad(launch: Launch): Dispatch[] {
  const x = input(launch, 0);
  const [rows, columns] = matrixShape(x);
  const { element, parts } = layoutOf(columns);
  return [
    program({
      label: 'rmsNormGainGrad',
      bindings: [
        reads('x', x, element),
        reads('inverseRms', input(launch, 1)),
        reads('dy', input(launch, 2), element),
        writes('dGain', output(launch, 0), element),
      ],
      uniforms: [u32('rows', rows), u32('columns', parts)],
      groupSize: [COLUMNS, ROW_LANES, 1],
      workgroups: [Math.ceil(parts / COLUMNS), 1, 1],
      declarations: `var<workgroup> partials: array<${element}, ${COLUMNS * ROW_LANES}>;`,
      body: `
  let wanted = group.x * ${COLUMNS}u + local.x;
  let column = min(wanted, u.columns - 1u);
  var partial = ${element}(0.0);
  for (var row = local.y; row < u.rows; row += ${ROW_LANES}u) {
    partial += dy[row * u.columns + column] * x[row * u.columns + column] * inverseRms[row];
  }
  partials[lane] = partial;
  workgroupBarrier();
  if (wanted >= u.columns || local.y > 0u) { return; }
  var sum = ${element}(0.0);
  for (var i = 0u; i < ${ROW_LANES}u; i++) { sum += partials[i * ${COLUMNS}u + local.x]; }
  dGain[column] += sum;`,
    }),
  ];
}
