/** What the versions of matmul share: the product a launch asks for, and WGSL that loads and stores four neighbours. */
import { KernelError } from '../plan/executor.ts';
import type { Launch, Value } from '../plan/types.ts';
import type { MatmulForm } from '../webgpu/matmulVariants.ts';
import { attribute, expectSize, input, matrixShape, output } from '../webgpu/operands.ts';
import { type Binding, u32 } from '../webgpu/program.ts';

export interface Product {
  readonly label: string;
  readonly form: MatmulForm;
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

export function describe(launch: Launch): Product {
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
  const form = transposeA ? 'TN' : transposeB ? 'NT' : 'NN';
  const label = `matmul ${form}`;
  return { label, form, a, b, residual, out, transposeA, transposeB, rows, cols, inner };
}

/** `load_x(slow, fast)`: four neighbours along the fast axis; beyond it 0; slow indices beyond the end repeat the last. */
export function vectorLoad(name: string, aligned: boolean): string {
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
export function store(alignedOut: boolean, accumulate: boolean, residual: boolean): string {
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

export const element = (aligned: boolean): Binding['element'] => (aligned ? 'vec4<f32>' : 'f32');

export function sizes({ a, b, rows, cols, inner }: Product) {
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
