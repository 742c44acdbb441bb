/**
 * Rotary position embedding, half-split convention: (x1, x2) → (x1·cos − x2·sin, x2·cos + x1·sin), pairs D/2 apart.
 * The inverse rotation is its gradient.
 *
 * Versions kept:
 * - in place, one invocation per pair of the heads that turn, frequencies from the host in float64, own sine and cosine: WGSL promises 2⁻¹¹ absolute
 *   error for `sin` and nothing beyond ±π, which a position of 200 exceeds. Reduction by three parts of π/2 and the
 *   Cephes polynomials give about 1e-7 up to angles of 8192.
 */
import type { Launch } from '../plan/types.ts';
import { attribute, elementCount, expectSize, input, matrixShape, output } from '../webgpu/operands.ts';
import { type Dispatch, elementwise, f32, reads, u32, writes } from '../webgpu/program.ts';
import { ropeFrequencies } from './rope.ts';

const SINE_AND_COSINE = `
fn sineAndCosine(angle: f32) -> vec2<f32> {
  let quarter = round(angle * 0.63661977236758134308);
  var r = angle - quarter * 1.5703125;
  r = r - quarter * 4.837512969970703125e-4;
  r = r - quarter * 7.54978995489188216e-8;
  let z = r * r;
  let sine = ((-1.9515295891e-4 * z + 8.3321608736e-3) * z - 1.6666654611e-1) * z * r + r;
  let cosine = ((2.443315711809948e-5 * z - 1.388731625493765e-3) * z + 4.166664568298827e-2) * z * z - 0.5 * z + 1.0;
  let turn = u32(i32(quarter) & 3);
  let swapped = (turn & 1u) == 1u;
  let s = select(sine, cosine, swapped);
  let c = select(cosine, sine, swapped);
  return vec2<f32>(select(s, -s, turn >= 2u), select(c, -c, turn == 1u || turn == 2u));
}`;

export function rope(launch: Launch): Dispatch[] {
  const x = output(launch, 0);
  const positions = input(launch, 1);
  const heads = attribute(launch, 'heads');
  const headSize = attribute(launch, 'headSize');
  const half = headSize / 2;
  const [rows, columns] = matrixShape(x);
  expectSize(launch, 'positions', elementCount(positions), rows);
  const frequencies = Float32Array.from(ropeFrequencies(headSize, attribute(launch, 'theta')));
  return [
    elementwise({
      label: 'rope',
      bindings: [writes('x', x), reads('positions', positions, 'i32'), reads('frequencies', { constant: frequencies })],
      uniforms: [
        u32('half', half),
        u32('pairsPerRow', heads * half),
        u32('columns', columns),
        f32('direction', attribute(launch, 'inverse') === 1 ? -1 : 1),
      ],
      count: rows * heads * half,
      declarations: SINE_AND_COSINE,
      body: `
  let row = index / u.pairsPerRow;
  let pair = index % u.pairsPerRow;
  let i = pair % u.half;
  let first = row * u.columns + (pair / u.half) * u.half * 2u + i;
  let turn = sineAndCosine(f32(positions[row]) * frequencies[i]);
  let sine = turn.x * u.direction;
  let x1 = x[first];
  let x2 = x[first + u.half];
  x[first] = x1 * turn.y - x2 * sine;
  x[first + u.half] = x2 * turn.y + x1 * sine;`,
    }),
  ];
}
