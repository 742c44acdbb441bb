import { matrixShape } from '../webgpu/operands.ts';
import { type Dispatch, program, reads, unroll, writes } from '../webgpu/program.ts';
import { element, type Product, sizes, store, vectorLoad } from './product.ts';

/** Lanes side by side: each has its own four columns, all have the same rows. */
const LANES = 16;
const FEWER_LANES = 8;

/** As many as leave the fewest beyond the last column, the more the better. */
function lanesFor(cols: number): number {
  const covered = (count: number) => Math.ceil(cols / (4 * count)) * count;
  return covered(FEWER_LANES) < covered(LANES) ? FEWER_LANES : LANES;
}
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
  const { a, b, residual, out, form, rows, cols, inner } = product;
  const { half, sharing } = block;
  const width = lanesFor(cols);
  const alignedA = matrixShape(a)[1] % 4 === 0;
  const alignedB = matrixShape(b)[1] % 4 === 0;
  const alignedOut = cols % 4 === 0;
  const each = (line: (row: number) => string) => unroll(block.rows, line);
  const loads = block.rows / sharing;
  const rounded = (load: string) => (half ? `vec4<f32>(vec4<f16>(${load}))` : load);
  const broadcast = (value: string, from: number) =>
    sharing === 4 ? `quadBroadcast(${value}, ${from}u)` : `subgroupBroadcast(${value}, ${from}u)`;
  const multiplyAdd = (row: number) => lanes.map((k) => `sum${row} = x${row}[${k}] * y${k} + sum${row};`).join(' ');
  const whole = form === 'TN' || inner % 4 === 0;
  const rowsOfA = Array.from({ length: loads }, (_, i) =>
    form === 'TN'
      ? { alongK: 'mine & 3u', across: `row + ${i * sharing}u + (mine & ~3u)` }
      : { alongK: '0u', across: `row + ${i * sharing}u + mine` },
  );
  const colsOfB = lanes.map((i) =>
    form === 'NT' ? { alongK: '0u', across: `col + ${i}u` } : { alongK: `${i}u`, across: 'col' },
  );
  const fromA = walk('a', rowsOfA, { down: form === 'TN', direct: whole && alignedA });
  const fromB = walk('b', colsOfB, { down: form !== 'NT', direct: whole && alignedB });
  const sharedRows = `
    ${unroll(loads, (i) => `let a${i} = ${rounded(fromA.load(i))};`)}
    ${each((row) => `let x${row} = ${broadcast(`a${Math.floor(row / sharing)}`, row % sharing)}; ${multiplyAdd(row)}`)}`;
  // Four columns of b lie along k: turned in registers, which costs a CPU driver nothing (it keeps vectors by component).
  const turned = `
    ${lanes.map((i) => `let z${i} = ${rounded(fromB.load(i))};`).join('\n')}
    ${lanes.map((k) => `let y${k} = vec4<f32>(z0[${k}], z1[${k}], z2[${k}], z3[${k}]);`).join('\n')}`;
  const straight = lanes.map((k) => `let y${k} = ${rounded(fromB.load(k))};`).join('\n');
  // TN: a load brings four rows at one k, so `sharing` lanes bring `sharing` rows at four k.
  const fours = sharing / 4;
  const oneK = (y: string) => each((row) => `sum${row} = x${Math.floor(row / 4)}[${row % 4}] * ${y} + sum${row};`);
  const loop =
    form === 'TN'
      ? `
  let whole = u.inner & ~3u;
  for (var k = 0u; k < whole; k += 4u) {
    ${unroll(loads, (i) => `let a${i} = ${rounded(fromA.load(i))};`)}
    ${straight}
    ${lanes
      .map(
        (k) => `{
    ${unroll(block.rows / 4, (four) => `let x${four} = ${broadcast(`a${Math.floor(four / fours)}`, k + 4 * (four % fours))};`)}
    ${oneK(`y${k}`)}
    }`,
      )
      .join('\n')}
    ${fromA.advance} ${fromB.advance}
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
    ${fromA.advance} ${fromB.advance}
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
    groupSize: [width, 1, 1],
    workgroups: [Math.ceil(cols / (4 * width)), Math.ceil(rows / block.rows), 1],
    declarations:
      vectorLoad('a', alignedA) + vectorLoad('b', alignedB) + store(alignedOut, out.storage === 'gradient', !!residual),
    // No lane leaves early, not even one beyond the last column: the others need what it loads.
    body: `
  let mine = subgroupLane & ${sharing - 1}u;
  let row = group.y * ${block.rows}u;
  let col = (group.x * ${width}u + lane) * 4u;
  ${each((i) => `var sum${i} = vec4<f32>(0.0);`)}
  ${fromA.begin}
  ${fromB.begin}
  ${loop}
  ${each((i) => `store(row + ${i}u, col, sum${i});`)}`,
  });
}

interface Walk {
  /** Before the loop over k. */
  readonly begin: string;
  /** The vector at place i for this k. */
  load(i: number): string;
  /** At the end of a step of four k. */
  readonly advance: string;
}

/**
 * Vectors of an operand from places that move on with k: `down` its rows, or along them. `direct`: whole vectors, every one at its place; what
 * does not change with k is then worked out before the loop, where a CPU driver leaves it (a tenth of a product's time).
 */
function walk(
  name: string,
  places: readonly { readonly alongK: string; readonly across: string }[],
  { down, direct }: { readonly down: boolean; readonly direct: boolean },
): Walk {
  if (!direct) {
    const load = ({ alongK, across }: (typeof places)[number]) =>
      down ? `load_${name}(k + (${alongK}), ${across})` : `load_${name}(${across}, k + ${alongK})`;
    return { begin: '', load: (i) => load(places[i] as (typeof places)[number]), advance: '' };
  }
  const [stride, at, from] = [`${name}Stride`, `${name}At`, `${name}From`];
  const start = ({ alongK, across }: (typeof places)[number]) =>
    down
      ? `(${alongK}) * ${stride} + min((${across}) / 4u, ${stride} - 1u)`
      : `min(${across}, u.${name}Slow - 1u) * ${stride}`;
  return {
    begin: `let ${stride} = u.${name}Fast / 4u; var ${at} = 0u; ${places.map((place, i) => `let ${from}${i} = ${start(place)};`).join(' ')}`,
    load: (i) => `${name}[${at} + ${from}${i}]`,
    advance: `${at} += ${down ? `4u * ${stride}` : '1u'};`,
  };
}
