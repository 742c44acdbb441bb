import { matrixShape } from '../webgpu/operands.ts';
import { type Dispatch, program, reads, unroll, writes } from '../webgpu/program.ts';
import { element, type Product, sizes, store, vectorLoad } from './product.ts';

/** Lanes side by side: each has its own four columns, all have the same rows. */
const LANES = 16;
const ROWS = 8;
const lanes = [0, 1, 2, 3] as const;

/**
 * All lanes of a workgroup work on the same eight rows. So whichever four of them the device puts into a quad, and however
 * large its subgroups are, they may share what they load: lane q of the quad loads rows q and q + 4 (TN: the k of its number),
 * and the others get it by broadcast.
 */
export function subgroups8x4(product: Product, { half }: { half: boolean }): Dispatch {
  const { a, b, residual, out, form, rows, cols } = product;
  const alignedA = matrixShape(a)[1] % 4 === 0;
  const alignedB = matrixShape(b)[1] % 4 === 0;
  const alignedOut = cols % 4 === 0;
  const each = (line: (row: number) => string) => unroll(ROWS, line);
  const rounded = (load: string) => (half ? `vec4<f32>(vec4<f16>(${load}))` : load);
  const multiplyAdd = (row: number, x: string) =>
    lanes.map((k) => `sum${row} = ${x}[${k}] * y${k} + sum${row};`).join(' ');
  const sharedRows = `
    let low = ${rounded('load_a(row + quad, k)')};
    let high = ${rounded('load_a(row + 4u + quad, k)')};
    ${each((row) => `let x${row} = quadBroadcast(${row < 4 ? 'low' : 'high'}, ${row % 4}u); ${multiplyAdd(row, `x${row}`)}`)}`;
  // Four columns of b lie along k: turned in registers, which costs a CPU driver nothing (it keeps vectors by component).
  const turned = `
    ${lanes.map((i) => `let z${i} = ${rounded(`load_b(col + ${i}u, k)`)};`).join('\n')}
    ${lanes.map((k) => `let y${k} = vec4<f32>(z0[${k}], z1[${k}], z2[${k}], z3[${k}]);`).join('\n')}`;
  const straight = lanes.map((k) => `let y${k} = ${rounded(`load_b(k + ${k}u, col)`)};`).join('\n');
  const oneK = (x: string, y: string) =>
    each((row) => `sum${row} = ${x}${row < 4 ? 'low' : 'high'}[${row % 4}] * ${y} + sum${row};`);
  const loop =
    form === 'TN'
      ? `
  let whole = u.inner & ~3u;
  for (var k = 0u; k < whole; k += 4u) {
    let low = ${rounded('load_a(k + quad, row)')};
    let high = ${rounded('load_a(k + quad, row + 4u)')};
    ${straight}
    ${lanes
      .map(
        (k) => `
    let k${k}low = quadBroadcast(low, ${k}u);
    let k${k}high = quadBroadcast(high, ${k}u);
    ${oneK(`k${k}`, `y${k}`)}`,
      )
      .join('\n')}
  }
  for (var k = whole; k < u.inner; k++) {
    let low = ${rounded('load_a(k, row)')};
    let high = ${rounded('load_a(k, row + 4u)')};
    let y = ${rounded('load_b(k, col)')};
    ${oneK('', 'y')}
  }`
      : `
  for (var k = 0u; k < u.inner; k += 4u) {
    ${form === 'NT' ? turned : straight}
    ${sharedRows}
  }`;
  return program({
    label: `${product.label} subgroups8x4${half ? 'half' : ''}`,
    enables: half ? ['subgroups', 'f16'] : ['subgroups'],
    bindings: [
      reads('a', a, element(alignedA)),
      reads('b', b, element(alignedB)),
      writes('result', out, element(alignedOut)),
      ...(residual ? [reads('residual', residual, element(alignedOut))] : []),
    ],
    uniforms: sizes(product),
    groupSize: [LANES, 1, 1],
    workgroups: [Math.ceil(cols / (4 * LANES)), Math.ceil(rows / ROWS), 1],
    declarations:
      vectorLoad('a', alignedA) + vectorLoad('b', alignedB) + store(alignedOut, out.storage === 'gradient', !!residual),
    // No lane leaves early, not even one beyond the last column: its quad needs what it loads.
    body: `
  let quad = subgroupLane & 3u;
  let row = group.y * ${ROWS}u;
  let col = (group.x * ${LANES}u + lane) * 4u;
  ${each((i) => `var sum${i} = vec4<f32>(0.0);`)}
  ${loop}
  ${each((i) => `store(row + ${i}u, col, sum${i});`)}`,
  });
}
