import { matrixShape } from '../webgpu/operands.ts';
import { type Dispatch, program, reads, unroll, writes } from '../webgpu/program.ts';
import { element, type Product, sizes, store, vectorLoad } from './product.ts';

/** Lanes side by side: each has its own four columns, all have the same rows. */
const LANES = 16;
const lanes = [0, 1, 2, 3] as const;

export interface SubgroupBlock {
  readonly name: string;
  /** A multiple of `sharing`. */
  readonly rows: number;
  /** Lanes that share what they load: a quad, or the first eight of a subgroup, which has at least eight. */
  readonly sharing: 4 | 8;
  readonly half: boolean;
}

/**
 * All lanes of a workgroup work on the same rows. So whichever of them the device puts into a quad or a subgroup, they may
 * share what they load: lane l loads rows l, l + `sharing`, … (TN: four rows at the k of l % 4), and the others get them by broadcast.
 */
export function subgroups(product: Product, block: SubgroupBlock): Dispatch {
  const { a, b, residual, out, form, rows, cols } = product;
  const { half, sharing } = block;
  const alignedA = matrixShape(a)[1] % 4 === 0;
  const alignedB = matrixShape(b)[1] % 4 === 0;
  const alignedOut = cols % 4 === 0;
  const each = (line: (row: number) => string) => unroll(block.rows, line);
  const loads = block.rows / sharing;
  const rounded = (load: string) => (half ? `vec4<f32>(vec4<f16>(${load}))` : load);
  const broadcast = (value: string, from: number) =>
    sharing === 4 ? `quadBroadcast(${value}, ${from}u)` : `subgroupBroadcast(${value}, ${from}u)`;
  const multiplyAdd = (row: number) => lanes.map((k) => `sum${row} = x${row}[${k}] * y${k} + sum${row};`).join(' ');
  const sharedRows = `
    ${unroll(loads, (i) => `let a${i} = ${rounded(`load_a(row + ${i * sharing}u + mine, k)`)};`)}
    ${each((row) => `let x${row} = ${broadcast(`a${Math.floor(row / sharing)}`, row % sharing)}; ${multiplyAdd(row)}`)}`;
  // Four columns of b lie along k: turned in registers, which costs a CPU driver nothing (it keeps vectors by component).
  const turned = `
    ${lanes.map((i) => `let z${i} = ${rounded(`load_b(col + ${i}u, k)`)};`).join('\n')}
    ${lanes.map((k) => `let y${k} = vec4<f32>(z0[${k}], z1[${k}], z2[${k}], z3[${k}]);`).join('\n')}`;
  const straight = lanes.map((k) => `let y${k} = ${rounded(`load_b(k + ${k}u, col)`)};`).join('\n');
  // TN: a load brings four rows at one k, so `sharing` lanes bring `sharing` rows at four k.
  const fours = sharing / 4;
  const oneK = (y: string) => each((row) => `sum${row} = x${Math.floor(row / 4)}[${row % 4}] * ${y} + sum${row};`);
  const loop =
    form === 'TN'
      ? `
  let whole = u.inner & ~3u;
  for (var k = 0u; k < whole; k += 4u) {
    ${unroll(loads, (i) => `let a${i} = ${rounded(`load_a(k + (mine & 3u), row + ${i * sharing}u + (mine & ~3u))`)};`)}
    ${straight}
    ${lanes
      .map(
        (k) => `{
    ${unroll(block.rows / 4, (four) => `let x${four} = ${broadcast(`a${Math.floor(four / fours)}`, k + 4 * (four % fours))};`)}
    ${oneK(`y${k}`)}
    }`,
      )
      .join('\n')}
  }
  for (var k = whole; k < u.inner; k++) {
    ${unroll(block.rows / 4, (four) => `let x${four} = ${rounded(`load_a(k, row + ${four * 4}u)`)};`)}
    let y = ${rounded('load_b(k, col)')};
    ${oneK('y')}
  }`
      : `
  for (var k = 0u; k < u.inner; k += 4u) {
    ${form === 'NT' ? turned : straight}
    ${sharedRows}
  }`;
  return program({
    label: `${product.label} ${block.name}`,
    enables: half ? ['subgroups', 'f16'] : ['subgroups'],
    bindings: [
      reads('a', a, element(alignedA)),
      reads('b', b, element(alignedB)),
      writes('result', out, element(alignedOut)),
      ...(residual ? [reads('residual', residual, element(alignedOut))] : []),
    ],
    uniforms: sizes(product),
    groupSize: [LANES, 1, 1],
    workgroups: [Math.ceil(cols / (4 * LANES)), Math.ceil(rows / block.rows), 1],
    declarations:
      vectorLoad('a', alignedA) + vectorLoad('b', alignedB) + store(alignedOut, out.storage === 'gradient', !!residual),
    // No lane leaves early, not even one beyond the last column: the others need what it loads.
    body: `
  let mine = subgroupLane & ${sharing - 1}u;
  let row = group.y * ${block.rows}u;
  let col = (group.x * ${LANES}u + lane) * 4u;
  ${each((i) => `var sum${i} = vec4<f32>(0.0);`)}
  ${loop}
  ${each((i) => `store(row + ${i}u, col, sum${i});`)}`,
  });
}
