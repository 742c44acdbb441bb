/**
 * Rotary position embedding, half-split convention: (x1, x2) → (x1·cos − x2·sin, x2·cos + x1·sin), pairs D/2 apart.
 * The inverse rotation is its gradient.
 *
 * Versions kept:
 * - in place, one invocation per pair (or four, where the width allows) of the heads that turn, frequencies from the host in float64, own sine and
 *   cosine: WGSL promises 2⁻¹¹ absolute error for `sin` and nothing beyond ±π, which a position of 200 exceeds. Reduction by three parts of π/2 and
 *   the Cephes polynomials give about 1e-7 up to angles of 8192.
 * - the same with all heads in one invocation, for CPU drivers: one sine and one cosine for all of them.
 */
import type { Launch } from '../plan/types.ts';
import { attribute, elementCount, expectSize, input, matrixShape, output } from '../webgpu/operands.ts';
import { type Dispatch, elementwise, f32, type KernelTraits, reads, u32, writes } from '../webgpu/program.ts';
import { ropeFrequencies } from './rope.ts';

/** `of(type)`: the element with numbers of another type. */
const sineAndCosine = (of: (type: string) => string) => `
struct Turn { sine: ${of('f32')}, cosine: ${of('f32')} }
fn turnBy(angle: ${of('f32')}) -> Turn {
  let quarter = round(angle * 0.63661977236758134308);
  var r = angle - quarter * 1.5703125;
  r = r - quarter * 4.837512969970703125e-4;
  r = r - quarter * 7.54978995489188216e-8;
  let z = r * r;
  let sine = ((-1.9515295891e-4 * z + 8.3321608736e-3) * z - 1.6666654611e-1) * z * r + r;
  let cosine = ((2.443315711809948e-5 * z - 1.388731625493765e-3) * z + 4.166664568298827e-2) * z * z - 0.5 * z + 1.0;
  let turn = ${of('i32')}(quarter) & ${of('i32')}(3);
  let swapped = (turn & ${of('i32')}(1)) == ${of('i32')}(1);
  let s = select(sine, cosine, swapped);
  let c = select(cosine, sine, swapped);
  return Turn(select(s, -s, turn >= ${of('i32')}(2)), select(c, -c, (turn == ${of('i32')}(1)) | (turn == ${of('i32')}(2))));
}`;

export function rope(launch: Launch, { lanes }: KernelTraits): Dispatch[] {
  const x = output(launch, 0);
  const positions = input(launch, 1);
  const heads = attribute(launch, 'heads');
  const headSize = attribute(launch, 'headSize');
  const [rows, columns] = matrixShape(x);
  expectSize(launch, 'positions', elementCount(positions), rows);
  const frequencies = Float32Array.from(ropeFrequencies(headSize, attribute(launch, 'theta')));
  const width = headSize % 8 === 0 && columns % 4 === 0 ? 4 : 1;
  const of = (type: string) => (width === 4 ? `vec4<${type}>` : type);
  const element = width === 4 ? 'vec4<f32>' : 'f32';
  const half = headSize / 2 / width;
  const together = lanes === 'quads' ? heads : 1;
  return [
    elementwise({
      label: 'rope',
      bindings: [
        writes('x', x, element),
        reads('positions', positions, 'i32'),
        reads('frequencies', { constant: frequencies }, element),
      ],
      uniforms: [
        u32('half', half),
        u32('perRow', (heads / together) * half),
        u32('columns', columns / width),
        u32('together', together),
        f32('direction', attribute(launch, 'inverse') === 1 ? -1 : 1),
      ],
      count: rows * (heads / together) * half,
      declarations: sineAndCosine(of),
      body: `
  let row = index / u.perRow;
  let inRow = index % u.perRow;
  let i = inRow % u.half;
  let turn = turnBy(f32(positions[row]) * frequencies[i]);
  let sine = turn.sine * u.direction;
  var first = row * u.columns + inRow / u.half * u.half * 2u + i;
  for (var head = 0u; head < u.together; head++) {
    let x1 = x[first];
    let x2 = x[first + u.half];
    x[first] = x1 * turn.cosine - x2 * sine;
    x[first + u.half] = x2 * turn.cosine + x1 * sine;
    first += u.half * 2u;
  }`,
    }),
  ];
}
