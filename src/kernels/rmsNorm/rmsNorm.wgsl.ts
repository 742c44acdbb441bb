/**
 * y = x · inverseRms · gain with inverseRms = 1/√(mean(x²) + eps), and its two gradients.
 *
 * Versions kept:
 * - rows × lanes: 8 lanes share a row, 8 rows a workgroup, one barrier; each lane then adds the 8 partial sums itself, in the
 *   same order. Vectors of four where the width allows: coalesced by 128 bytes, and a quarter of the loads.
 * - quads, for CPU drivers (`quadRows.ts`): four lanes share four rows, so a quarter of the gain's loads, and add by swaps, with no barrier.
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
  type KernelTraits,
  program,
  reads,
  type Uniform,
  u32,
  writes,
} from '../webgpu/program.ts';
import { addOverQuad, eachOfQuad, quadRows } from '../webgpu/quadRows.ts';

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

interface RowKernel {
  readonly label: string;
  readonly bindings: readonly Binding[];
  readonly uniforms: readonly Uniform[];
  readonly rows: number;
  readonly columns: number;
  readonly layout: Layout;
  /** Summed over a row: of the element at `at`, which is `c` of its row. */
  readonly term: string;
  /** Of the `row` and the `total` of its terms. */
  readonly factor: string;
  /** Stores an element, given its row's `factor`. */
  readonly store: string;
  /** Stores what a row has once. */
  readonly storeOnce?: string;
}

function rowProgram(kernel: RowKernel, { lanes }: KernelTraits): Dispatch {
  const { label, bindings, rows, columns, layout, term, factor, store, storeOnce = '' } = kernel;
  const uniforms = [u32('columns', columns), u32('parts', layout.parts), ...kernel.uniforms];
  const declarations = `
fn termOf(at: u32, c: u32) -> f32 { return ${term}; }
fn factorOf(row: u32, total: f32) -> vec2<f32> { return ${factor}; }
fn store(at: u32, c: u32, factor: vec2<f32>) { ${store} }
fn storeOnce(row: u32, factor: vec2<f32>) { ${storeOnce} }`;
  if (lanes === 'quads') {
    const body = `
  ${eachOfQuad((i) => `var total${i} = 0.0;`)}
  for (var c = quad; c < u.parts; c += 4u) {
    ${eachOfQuad((i) => `total${i} += termOf(source${i} * u.parts + c, c);`)}
  }
  ${eachOfQuad((i) => `${addOverQuad(`total${i}`)} let factor${i} = factorOf(source${i}, total${i});`)}
  for (var c = quad; c < u.parts; c += 4u) {
    ${eachOfQuad((i) => `if (row${i} < u.rows) { store(row${i} * u.parts + c, c, factor${i}); }`)}
  }
  ${eachOfQuad((i) => `if (quad == ${i}u && row${i} < u.rows) { storeOnce(row${i}, factor${i}); }`)}`;
    return quadRows({ label, bindings, uniforms, rows, declarations, body });
  }
  return program({
    label,
    bindings,
    uniforms: [u32('rows', rows), ...uniforms],
    groupSize: [LANES, ROWS, 1],
    workgroups: foldedWorkgroups(Math.ceil(rows / ROWS)),
    declarations: `var<workgroup> partials: array<f32, ${LANES * ROWS}>;${declarations}`,
    body: `
  ${FOLDED_GROUP}
  let wantedRow = flatGroup * ${ROWS}u + local.y;
  let row = min(wantedRow, u.rows - 1u);
  let base = row * u.parts;
  var partial = 0.0;
  for (var c = local.x; c < u.parts; c += ${LANES}u) { partial += termOf(base + c, c); }
  partials[lane] = partial;
  workgroupBarrier();
  if (wantedRow >= u.rows) { return; }
  var total = 0.0;
  for (var i = 0u; i < ${LANES}u; i++) { total += partials[local.y * ${LANES}u + i]; }
  let factor = factorOf(row, total);
  for (var c = local.x; c < u.parts; c += ${LANES}u) { store(base + c, c, factor); }
  if (local.x == 0u) { storeOnce(row, factor); }`,
  });
}

export function rmsNorm(launch: Launch, traits: KernelTraits): Dispatch[] {
  const x = input(launch, 0);
  const gain = input(launch, 1);
  const [rows, columns] = matrixShape(x);
  const layout = layoutOf(columns);
  expectSize(launch, 'gain', elementCount(gain), columns);
  expectSize(launch, 'inverseRms', elementCount(output(launch, 1)), rows);
  const kernel: RowKernel = {
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
    term: layout.sum('x[at] * x[at]'),
    factor: 'vec2<f32>(1.0 / sqrt(total / f32(u.columns) + u.eps), 0.0)',
    store: 'y[at] = x[at] * factor.x * gain[c];',
    storeOnce: 'inverseRms[row] = factor.x;',
  };
  return [rowProgram(kernel, traits)];
}

/** dx = inverse · (dy·gain − x · inverse² · mean(dy·gain·x)) (+ residual). */
export function rmsNormGrad(launch: Launch, traits: KernelTraits): Dispatch[] {
  const x = input(launch, 0);
  const residual = launch.inputs[4];
  const [rows, columns] = matrixShape(x);
  const layout = layoutOf(columns);
  const kernel: RowKernel = {
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
    term: layout.sum('dy[at] * gain[c] * x[at]'),
    factor: 'inverseRms[row] * vec2<f32>(1.0, inverseRms[row] * total / f32(u.columns))',
    store: `dx[at] = factor.x * (dy[at] * gain[c] - x[at] * factor.y)${residual ? ' + residual[at]' : ''};`,
  };
  return [rowProgram(kernel, traits)];
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
