/** What the versions of causal attention share: the heads a launch asks for, and where a head lies in a packed row. */
import type { Launch } from '../plan/types.ts';
import { attribute, elementCount, expectSize, input, matrixShape } from '../webgpu/operands.ts';
import { f32, type Uniform, u32 } from '../webgpu/program.ts';

export interface AttentionShape {
  readonly rows: number;
  readonly heads: number;
  readonly kvHeads: number;
  readonly headSize: number;
  /** A head as `parts` elements of type `element`. */
  readonly element: 'vec4<f32>' | 'f32';
  readonly parts: number;
  readonly uniforms: readonly Uniform[];
}

/** Below every score, and finite: exp(LOWEST − x) is 0. */
export const LOWEST = '-3.0e38';

/** @throws KernelError PLAN_INVALID unless the sizes agree */
export function attentionShape(launch: Launch): AttentionShape {
  const heads = attribute(launch, 'heads');
  const kvHeads = attribute(launch, 'kvHeads');
  const headSize = attribute(launch, 'headSize');
  const [rows, width] = matrixShape(input(launch, 0));
  expectSize(launch, 'qkv columns', width, (heads + 2 * kvHeads) * headSize);
  expectSize(launch, 'segments', elementCount(input(launch, 1)), 2 * rows);
  const element = headSize % 4 === 0 ? 'vec4<f32>' : 'f32';
  const parts = element === 'f32' ? headSize : headSize / 4;
  const uniforms = [
    u32('rows', rows),
    u32('heads', heads),
    u32('kvHeads', kvHeads),
    f32('scale', 1 / Math.sqrt(headSize)),
  ];
  return { rows, heads, kvHeads, headSize, element, parts, uniforms };
}

/** `total` of an element; `queryOf(row, head)`, `keyOf(row, kvHead)` and `valueOf` say where a head of a packed row starts. */
export function headPlaces({ element, parts }: AttentionShape): string {
  return `
fn total(x: ${element}) -> f32 { return ${element === 'f32' ? 'x' : '(x.x + x.y) + (x.z + x.w)'}; }
fn queryOf(row: u32, head: u32) -> u32 { return (row * (u.heads + 2u * u.kvHeads) + head) * ${parts}u; }
fn keyOf(row: u32, head: u32) -> u32 { return queryOf(row, u.heads + head); }
fn valueOf(row: u32, head: u32) -> u32 { return queryOf(row, u.heads + u.kvHeads + head); }`;
}
