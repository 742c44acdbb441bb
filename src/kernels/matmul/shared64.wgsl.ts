import type { Value } from '../plan/types.ts';
import { matrixShape } from '../webgpu/operands.ts';
import { type Dispatch, elementwise, program, type Resource, reads, scratch, u32, writes } from '../webgpu/program.ts';
import { element, type Product, sizes, store, vectorLoad } from './product.ts';

const K_TILE = 16;
/** Fewer workgroups than this leave a real GPU idle. */
const ENOUGH_WORKGROUPS = 128;

export function shared64(product: Product): Dispatch[] {
  const { rows, cols, inner, out, residual } = product;
  const count = (tile: number) => Math.ceil(rows / tile) * Math.ceil(cols / tile);
  const tile = count(64) >= ENOUGH_WORKGROUPS ? 64 : 32;
  const wanted = Math.floor(ENOUGH_WORKGROUPS / count(tile));
  const splits = Math.max(1, Math.min(wanted, Math.floor(inner / (8 * K_TILE))));
  const accumulate = out.storage === 'gradient';
  if (splits === 1) return [tiles(product, tile, 1, out, accumulate, residual)];
  const partials = scratch(splits * rows * cols);
  return [tiles(product, tile, splits, partials, false, undefined), sumOfPartials(product, partials, splits)];
}

/** Four rows (or columns) of an operand at one k, as a vec4, from either storage order. */
function crossLoad(name: string, innerIsFast: boolean, aligned: boolean): string {
  if (!innerIsFast) {
    return `${vectorLoad(name, aligned)}
fn cross_${name}(k: u32, at: u32) -> vec4<f32> { return load_${name}(k, at); }`;
  }
  return `
fn cross_${name}(k: u32, at: u32) -> vec4<f32> {
  let rowsAt = min(vec4<u32>(at, at + 1u, at + 2u, at + 3u), vec4<u32>(u.${name}Slow - 1u)) * u.${name}Fast;
  let i = rowsAt + min(k, u.${name}Fast - 1u);
  return vec4<f32>(${name}[i.x], ${name}[i.y], ${name}[i.z], ${name}[i.w]);
}`;
}

function tiles(
  product: Product,
  tile: 64 | 32,
  splits: number,
  target: Resource,
  accumulate: boolean,
  residual: Value | undefined,
): Dispatch {
  const { a, b, transposeA, transposeB, rows, cols, inner } = product;
  const alignedA = transposeA && matrixShape(a)[1] % 4 === 0;
  const alignedB = !transposeB && matrixShape(b)[1] % 4 === 0;
  const alignedOut = cols % 4 === 0;
  const threads = tile / 4;
  const groupThreads = threads * threads;
  const quads = tile / 4;
  // One vec4 of padding per k keeps stores along k off the same memory bank.
  const stride = quads + 1;
  const chunk = Math.ceil(inner / splits / K_TILE) * K_TILE;
  // Neighbouring lanes walk the operand's fast axis: along k where k is stored contiguously, else along the quads.
  const fill = (name: 'a' | 'b', innerIsFast: boolean, origin: string) => `
    for (var slot = lane; slot < ${quads * K_TILE}u; slot += ${groupThreads}u) {
      let kk = ${innerIsFast ? `slot % ${K_TILE}u` : `slot / ${quads}u`};
      let quad = ${innerIsFast ? `slot / ${K_TILE}u` : `slot % ${quads}u`};
      let loaded = cross_${name}(k0 + kk, ${origin} + quad * 4u);
      tile_${name}[kk * ${stride}u + quad] = select(vec4<f32>(0.0), loaded, k0 + kk < end);
    }`;
  const four = (line: (i: number) => string) => [0, 1, 2, 3].map(line).join('\n');
  const split = splits > 1;
  return program({
    label: `${product.label} shared${tile}${split ? ` split` : ''}`,
    bindings: [
      reads('a', a, element(alignedA)),
      reads('b', b, element(alignedB)),
      writes('result', target, element(alignedOut)),
      ...(residual ? [reads('residual', residual, element(alignedOut))] : []),
    ],
    uniforms: [...sizes(product), u32('chunk', chunk)],
    groupSize: [threads, threads, 1],
    workgroups: [Math.ceil(cols / tile), Math.ceil(rows / tile), splits],
    declarations:
      `var<workgroup> tile_a: array<vec4<f32>, ${stride * K_TILE}>;\n` +
      `var<workgroup> tile_b: array<vec4<f32>, ${stride * K_TILE}>;\n` +
      crossLoad('a', !transposeA, alignedA) +
      crossLoad('b', transposeB, alignedB) +
      (split ? storePartial(alignedOut) : store(alignedOut, accumulate, !!residual)),
    body: `
  let rowOrigin = group.y * ${tile}u;
  let colOrigin = group.x * ${tile}u;
  ${four((i) => `var sum${i} = vec4<f32>(0.0);`)}
  let begin = group.z * u.chunk;
  let end = min(begin + u.chunk, u.inner);
  for (var k0 = begin; k0 < end; k0 += ${K_TILE}u) {
    ${fill('a', !transposeA, 'rowOrigin')}
    ${fill('b', transposeB, 'colOrigin')}
    workgroupBarrier();
    for (var kk = 0u; kk < ${K_TILE}u; kk++) {
      let x = tile_a[kk * ${stride}u + local.y];
      let y = tile_b[kk * ${stride}u + local.x];
      ${four((i) => `sum${i} = x[${i}] * y + sum${i};`)}
    }
    workgroupBarrier();
  }
  let row = rowOrigin + local.y * 4u;
  let col = colOrigin + local.x * 4u;
  ${four((i) => `${split ? 'storePartial(group.z, ' : 'store('}row + ${i}u, col, sum${i});`)}`,
  });
}

function storePartial(alignedOut: boolean): string {
  return alignedOut
    ? `
fn storePartial(part: u32, row: u32, col: u32, value: vec4<f32>) {
  if (row >= u.rows || col >= u.cols) { return; }
  result[(part * u.rows + row) * (u.cols / 4u) + col / 4u] = value;
}`
    : `
fn storePartial(part: u32, row: u32, col: u32, value: vec4<f32>) {
  if (row >= u.rows) { return; }
  for (var i = 0u; i < 4u; i++) {
    if (col + i < u.cols) { result[(part * u.rows + row) * u.cols + col + i] = value[i]; }
  }
}`;
}

function sumOfPartials({ out, residual, rows, cols, label }: Product, partials: Resource, splits: number): Dispatch {
  const aligned = cols % 4 === 0;
  const type = element(aligned);
  const plus = `${residual ? ' + residual[index]' : ''}${out.storage === 'gradient' ? ' + result[index]' : ''}`;
  return elementwise({
    label: `${label} sum of partials`,
    bindings: [
      reads('partials', partials, type),
      writes('result', out, type),
      ...(residual ? [reads('residual', residual, type)] : []),
    ],
    uniforms: [u32('parts', splits)],
    count: (rows * cols) / (aligned ? 4 : 1),
    body: `
  var sum = ${type}(0.0);
  for (var part = 0u; part < u.parts; part++) { sum += partials[part * u.count + index]; }
  result[index] = sum${plus};`,
  });
}
