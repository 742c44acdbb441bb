import type { Value } from '../plan/types.ts';
import type { LaneVariant } from './laneVariants.ts';
import type { MatmulTable } from './matmulVariants.ts';

/** Memory of one launch, gone after it: partial sums between two of its dispatches. */
export interface Scratch {
  readonly scratchElements: number;
}

/** Numbers fixed when the plan is built, e.g. rotary frequencies computed in float64. */
export interface Constant {
  readonly constant: Float32Array<ArrayBuffer>;
}

export type Resource = Value | Scratch | Constant;
export type Access = 'read' | 'read_write';

export interface Binding {
  readonly name: string;
  readonly resource: Resource;
  readonly access: Access;
  /** WGSL element type of the array. */
  readonly element: 'f32' | 'i32' | 'vec2<f32>' | 'vec4<f32>';
}

export interface Uniform {
  readonly name: string;
  readonly type: 'u32' | 'f32';
  readonly value: number;
}

/** One compute dispatch: binding i of group 0 is `bindings[i]`, the uniforms follow the last one. */
export interface Dispatch {
  readonly label: string;
  readonly code: string;
  readonly entryPoint: 'main';
  readonly bindings: readonly Binding[];
  readonly uniforms: readonly Uniform[];
  readonly workgroups: readonly [number, number, number];
}

/** What a kernel may know of the device when it picks its dispatches. */
export interface KernelTraits {
  readonly matmul: MatmulTable;
  readonly lanes: LaneVariant;
}

/** Every device allows this many workgroups per dimension. */
export const MAX_WORKGROUPS = 65535;

export const reads = (name: string, resource: Resource, element: Binding['element'] = 'f32'): Binding => ({
  name,
  resource,
  access: 'read',
  element,
});

export const writes = (name: string, resource: Resource, element: Binding['element'] = 'f32'): Binding => ({
  name,
  resource,
  access: 'read_write',
  element,
});

export const u32 = (name: string, value: number): Uniform => ({ name, type: 'u32', value });
export const f32 = (name: string, value: number): Uniform => ({ name, type: 'f32', value });
export const scratch = (elements: number): Scratch => ({ scratchElements: elements });

/** WGSL text for i = 0 … count − 1: kernels keep small arrays in named registers, which every driver handles best. */
export function unroll(count: number, line: (i: number) => string): string {
  return Array.from({ length: count }, (_, i) => line(i)).join('\n');
}

/**
 * Wraps a kernel body into a compute entry point. The body sees its buffers by name, the uniforms as `u`, and
 * `group`, `groups`, `local` (vec3<u32>) and `lane` (flat index in the workgroup).
 */
export function program(options: {
  readonly label: string;
  /** Optional features in use; the body sees `subgroupLane` with 'subgroups'. */
  readonly enables?: readonly ('subgroups' | 'f16')[];
  readonly bindings: readonly Binding[];
  readonly uniforms: readonly Uniform[];
  readonly groupSize: readonly [number, number, number];
  readonly workgroups: readonly [number, number, number];
  readonly declarations?: string;
  readonly body: string;
}): Dispatch {
  const { label, bindings, uniforms, groupSize, workgroups } = options;
  // WGSL knows no empty structs, and the binding is always there.
  const members = uniforms.length === 0 ? [u32('unused', 0)] : uniforms;
  const { enables = [] } = options;
  const code = [
    // Before all else, or the module does not compile.
    ...enables.map((feature) => `enable ${feature};`),
    `struct Uniforms {${members.map(({ name, type }) => ` ${name}: ${type},`).join('')} }`,
    ...bindings.map(
      ({ name, access, element }, i) => `@group(0) @binding(${i}) var<storage, ${access}> ${name}: array<${element}>;`,
    ),
    `@group(0) @binding(${bindings.length}) var<uniform> u: Uniforms;`,
    options.declarations ?? '',
    `@compute @workgroup_size(${groupSize.join(', ')})`,
    'fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>,',
    '        @builtin(local_invocation_id) local: vec3<u32>, @builtin(local_invocation_index) lane: u32',
    `${enables.includes('subgroups') ? ', @builtin(subgroup_invocation_id) subgroupLane: u32' : ''}) {`,
    options.body,
    '}',
  ].join('\n');
  return { label, code, entryPoint: 'main', bindings, uniforms, workgroups };
}

/** Workgroups in a row, folded into two dimensions where one is too short. */
export function foldedWorkgroups(count: number): [number, number, number] {
  const x = Math.max(1, Math.min(count, MAX_WORKGROUPS));
  return [x, Math.max(1, Math.ceil(count / x)), 1];
}

/** The index of a folded workgroup. May exceed the count: the body must check. */
export const FOLDED_GROUP = 'let flatGroup = group.y * groups.x + group.x;';

const LINEAR_GROUP = 256;

/** A dispatch with one invocation per element of a flat range; the body sees `index` < `count`. */
export function elementwise(options: {
  readonly label: string;
  readonly bindings: readonly Binding[];
  readonly uniforms: readonly Uniform[];
  readonly count: number;
  readonly declarations?: string;
  readonly body: string;
}): Dispatch {
  return program({
    ...options,
    uniforms: [u32('count', options.count), ...options.uniforms],
    groupSize: [LINEAR_GROUP, 1, 1],
    workgroups: foldedWorkgroups(Math.ceil(options.count / LINEAR_GROUP)),
    body: `
  let index = (group.y * groups.x + group.x) * ${LINEAR_GROUP}u + lane;
  if (index >= u.count) { return; }
${options.body}`,
  });
}
