/**
 * [rows, cols] = op(a) · op(b) (+ residual), or += into a gradient. NN, NT and TN read their operands as stored.
 *
 * Versions kept:
 * - registers4x4: 4 rows × vec4 per invocation, no workgroup memory, no barriers: 8 vec4 loads per 64 multiply-adds.
 *   Kept because CPU drivers split a kernel at every barrier; there it is several times faster than tiles.
 * - shared64: 64×64×16 tiles in workgroup memory, 4×4 per invocation, both operands read once per tile and coalesced;
 *   32×32 tiles where 64×64 would leave too few workgroups, and K split over workgroups (partials summed in fixed
 *   order) where the output is small and K long, as in every weight gradient. For real GPUs.
 *
 * Sizes are uniforms, so one pipeline serves all shapes with the same alignment.
 */
import { KernelError } from '../plan/executor.ts';
import type { Launch, Value } from '../plan/types.ts';
import { attribute, expectSize, input, matrixShape, output } from '../webgpu/operands.ts';
import {
  type Binding,
  type Dispatch,
  elementwise,
  type KernelTraits,
  program,
  type Resource,
  reads,
  scratch,
  u32,
  writes,
} from '../webgpu/program.ts';

interface Product {
  readonly label: string;
  readonly a: Value;
  readonly b: Value;
  readonly residual: Value | undefined;
  readonly out: Value;
  readonly transposeA: boolean;
  readonly transposeB: boolean;
  readonly rows: number;
  readonly cols: number;
  readonly inner: number;
}

export function matmul(launch: Launch, traits: KernelTraits): Dispatch[] {
  const product = describe(launch);
  return traits.matmul === 'shared64' ? sharedTiles(product) : [registers(product)];
}

function describe(launch: Launch): Product {
  const a = input(launch, 0);
  const b = input(launch, 1);
  const residual = launch.inputs[2];
  const out = output(launch, 0);
  const transposeA = attribute(launch, 'transposeA') === 1;
  const transposeB = attribute(launch, 'transposeB') === 1;
  if (transposeA && transposeB) throw new KernelError('PLAN_INVALID', { kernel: 'matmul', what: 'form TT' });
  const [rows, cols] = matrixShape(out);
  const [aSlow, aFast] = matrixShape(a);
  const [bSlow, bFast] = matrixShape(b);
  const inner = transposeA ? aSlow : aFast;
  expectSize(launch, 'rows', transposeA ? aFast : aSlow, rows);
  expectSize(launch, 'cols', transposeB ? bSlow : bFast, cols);
  expectSize(launch, 'inner', transposeB ? bFast : bSlow, inner);
  if (residual) expectSize(launch, 'residual', matrixShape(residual)[0] * matrixShape(residual)[1], rows * cols);
  const label = `matmul ${transposeA ? 'T' : 'N'}${transposeB ? 'T' : 'N'}`;
  return { label, a, b, residual, out, transposeA, transposeB, rows, cols, inner };
}

/** `load_x(slow, fast)`: four neighbours along the fast axis; beyond it 0; slow indices beyond the end repeat the last. */
function vectorLoad(name: string, aligned: boolean): string {
  const uniforms = { slow: `u.${name}Slow`, fast: `u.${name}Fast` };
  return aligned
    ? `
fn load_${name}(slow: u32, fast: u32) -> vec4<f32> {
  return ${name}[min(slow, ${uniforms.slow} - 1u) * (${uniforms.fast} / 4u) + min(fast / 4u, ${uniforms.fast} / 4u - 1u)];
}`
    : `
fn load_${name}(slow: u32, fast: u32) -> vec4<f32> {
  let base = min(slow, ${uniforms.slow} - 1u) * ${uniforms.fast};
  let last = ${uniforms.fast} - 1u;
  let at = vec4<u32>(fast, fast + 1u, fast + 2u, fast + 3u);
  let safe = base + min(at, vec4<u32>(last));
  let value = vec4<f32>(${name}[safe.x], ${name}[safe.y], ${name}[safe.z], ${name}[safe.w]);
  return select(vec4<f32>(0.0), value, at <= vec4<u32>(last));
}`;
}

/** `store(row, col, value)`: four columns, with the epilogue (residual, accumulate) and the bounds. */
function store(alignedOut: boolean, accumulate: boolean, residual: boolean): string {
  const extra = (at: string) => `${residual ? ` + residual[${at}]` : ''}${accumulate ? ` + result[${at}]` : ''}`;
  return alignedOut
    ? `
fn store(row: u32, col: u32, value: vec4<f32>) {
  if (row >= u.rows || col >= u.cols) { return; }
  let at = row * (u.cols / 4u) + col / 4u;
  result[at] = value${extra('at')};
}`
    : `
fn store(row: u32, col: u32, value: vec4<f32>) {
  if (row >= u.rows) { return; }
  for (var i = 0u; i < 4u; i++) {
    if (col + i < u.cols) {
      let at = row * u.cols + col + i;
      result[at] = value[i]${extra('at')};
    }
  }
}`;
}

const element = (aligned: boolean): Binding['element'] => (aligned ? 'vec4<f32>' : 'f32');

function sizes({ a, b, rows, cols, inner }: Product) {
  const [aSlow, aFast] = matrixShape(a);
  const [bSlow, bFast] = matrixShape(b);
  return [
    u32('rows', rows),
    u32('cols', cols),
    u32('inner', inner),
    u32('aSlow', aSlow),
    u32('aFast', aFast),
    u32('bSlow', bSlow),
    u32('bFast', bFast),
  ];
}

function registers(product: Product): Dispatch {
  const { a, b, residual, out, transposeA, transposeB, rows, cols } = product;
  const alignedA = matrixShape(a)[1] % 4 === 0;
  const alignedB = matrixShape(b)[1] % 4 === 0;
  const alignedOut = cols % 4 === 0;
  const accumulate = out.storage === 'gradient';
  const four = (line: (i: number) => string) => [0, 1, 2, 3].map(line).join('\n');
  let loop: string;
  if (transposeA) {
    loop = `
  let whole = u.inner & ~3u;
  for (var k = 0u; k < whole; k += 4u) {
    ${four((i) => `let x${i} = load_a(k + ${i}u, row); let y${i} = load_b(k + ${i}u, col);`)}
    ${four(
      (i) => `sum${i} = x0[${i}] * y0 + sum${i};
    sum${i} = x1[${i}] * y1 + sum${i};
    sum${i} = x2[${i}] * y2 + sum${i};
    sum${i} = x3[${i}] * y3 + sum${i};`,
    )}
  }
  for (var k = whole; k < u.inner; k++) {
    let x = load_a(k, row);
    let y = load_b(k, col);
    ${four((i) => `sum${i} = x[${i}] * y + sum${i};`)}
  }`;
  } else if (transposeB) {
    loop = `
  for (var k = 0u; k < u.inner; k += 4u) {
    ${four((i) => `let y${i} = load_b(col + ${i}u, k);`)}
    ${four(
      (i) => `let x${i} = load_a(row + ${i}u, k);
    sum${i} += vec4<f32>(dot(x${i}, y0), dot(x${i}, y1), dot(x${i}, y2), dot(x${i}, y3));`,
    )}
  }`;
  } else {
    loop = `
  for (var k = 0u; k < u.inner; k += 4u) {
    ${four((i) => `let y${i} = load_b(k + ${i}u, col);`)}
    ${four(
      (i) => `let x${i} = load_a(row + ${i}u, k);
    sum${i} = x${i}.x * y0 + sum${i};
    sum${i} = x${i}.y * y1 + sum${i};
    sum${i} = x${i}.z * y2 + sum${i};
    sum${i} = x${i}.w * y3 + sum${i};`,
    )}
  }`;
  }
  return program({
    label: `${product.label} registers4x4`,
    bindings: [
      reads('a', a, element(alignedA)),
      reads('b', b, element(alignedB)),
      writes('result', out, element(alignedOut)),
      ...(residual ? [reads('residual', residual, element(alignedOut))] : []),
    ],
    uniforms: sizes(product),
    groupSize: [8, 8, 1],
    workgroups: [Math.ceil(cols / 32), Math.ceil(rows / 32), 1],
    declarations: vectorLoad('a', alignedA) + vectorLoad('b', alignedB) + store(alignedOut, accumulate, !!residual),
    body: `
  let row = (group.y * 8u + local.y) * 4u;
  let col = (group.x * 8u + local.x) * 4u;
  if (row >= u.rows || col >= u.cols) { return; }
  ${four((i) => `var sum${i} = vec4<f32>(0.0);`)}
  ${loop}
  ${four((i) => `store(row + ${i}u, col, sum${i});`)}`,
  });
}

const K_TILE = 16;
/** Fewer workgroups than this leave a real GPU idle. */
const ENOUGH_WORKGROUPS = 128;

function sharedTiles(product: Product): Dispatch[] {
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
