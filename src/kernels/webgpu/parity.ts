import { diagnose } from '../diagnose.ts';
import type { Backend } from '../plan/executor.ts';
import { layoutParameters } from '../plan/layoutParameters.ts';
import type { Attributes, KernelName, Launch, Plan, Value } from '../plan/types.ts';
import { openTensorBackend } from '../tensors/openTensorBackend.ts';
import type { KernelTraits } from './program.ts';
import { WebGPUBackend } from './WebGPUBackend.ts';

/** For tests: one launch run by the WGSL kernel and by its TF.js reference, from the same numbers. */
export interface ParityCase {
  readonly kernel: KernelName;
  readonly attributes?: Attributes;
  readonly inputs: readonly { readonly shape: readonly number[]; readonly data: Float32Array | Int32Array }[];
  readonly outputs: readonly (
    | { readonly shape: readonly number[] }
    /** A range of the gradient buffer, which holds other numbers before and around it. */
    | { readonly gradient: readonly number[] }
    | { readonly overwrites: number }
  )[];
}

export async function openForTest(): Promise<WebGPUBackend> {
  const adapter = await navigator.gpu.requestAdapter();
  if (!adapter) throw new Error('these tests need a WebGPU adapter');
  return WebGPUBackend.open(adapter, { diagnosis: await diagnose(), generation: 1 });
}

let gpu: Promise<WebGPUBackend> | undefined;
let reference: Promise<Backend> | undefined;

/**
 * The largest |actual − expected| / (1 + |expected|) over all outputs (and the whole gradient buffer, so that a kernel that
 * writes beside its range shows). NaN on either side counts as infinite.
 */
export async function parityError(one: ParityCase, traits?: Partial<KernelTraits>): Promise<number> {
  gpu ??= openForTest();
  reference ??= openTensorBackend('cpu', { diagnosis: await diagnose(), generation: 1, hostKernels: false });
  const backend = await gpu;
  if (traits) backend.setTraits(traits);
  const actual = await runCase(backend, one);
  const expected = await runCase(await reference, one);
  return Math.max(...expected.map((values, i) => relativeError(actual[i] as Float32Array, values)));
}

export function relativeError(actual: Float32Array, expected: Float32Array): number {
  if (actual.length !== expected.length) return Number.POSITIVE_INFINITY;
  let worst = 0;
  for (const [i, wanted] of expected.entries()) {
    const error = Math.abs((actual[i] as number) - wanted) / (1 + Math.abs(wanted));
    if (!(error <= worst)) worst = Number.isNaN(error) ? Number.POSITIVE_INFINITY : error;
  }
  return worst;
}

async function runCase(
  backend: Backend,
  { kernel, attributes = {}, inputs, outputs }: ParityCase,
): Promise<Float32Array[]> {
  const gradients = outputs.flatMap((output) => ('gradient' in output ? [output.gradient] : []));
  const layout = layoutParameters([
    { name: 'before', shape: [70], decay: true },
    ...gradients.map((shape, i) => ({ name: `gradient ${i}`, shape, decay: true })),
    { name: 'after', shape: [70], decay: true },
  ]);
  let id = 0;
  const value = (name: string, shape: readonly number[], storage: Value['storage'], offset = 0): Value => ({
    id: id++,
    name,
    shape,
    dataType: 'float32',
    storage,
    offset,
  });
  const inputValues = inputs.map(
    ({ shape, data }, i): Value => ({
      ...value(`input ${i}`, shape, 'input'),
      dataType: data instanceof Int32Array ? 'int32' : 'float32',
    }),
  );
  let gradientIndex = 0;
  const outputValues = outputs.map((output, i): Value => {
    if ('overwrites' in output) return inputValues[output.overwrites] as Value;
    if ('shape' in output) return value(`output ${i}`, output.shape, 'temporary');
    const entry = layout.entries[++gradientIndex];
    return value(`output ${i}`, output.gradient, 'gradient', entry?.offset);
  });
  const launch: Launch = { kernel, phase: 'forward', inputs: inputValues, outputs: outputValues, attributes };
  const plan: Plan = {
    layout,
    launches: [launch],
    inputs: new Map(inputValues.map((input) => [input.name, input])),
    outputs: new Map(outputValues.map((output, i) => [`output ${i}`, output])),
    states: [],
  };
  const store = backend.createStore(layout, { trainable: true });
  store.upload('gradients', paddedGradients(plan));
  const executor = await backend.prepare(plan, store);
  const write = (): void => {
    for (const [i, { data }] of inputs.entries()) executor.write(`input ${i}`, data);
  };
  // Twice: a second run must add to gradients again, and not depend on what the first left in temporaries.
  write();
  executor.run('forward');
  write();
  executor.run('forward');
  const results: Float32Array[] = [];
  for (const [name, { storage }] of plan.outputs) {
    // A gradient counts with all that lies around it, below.
    if (storage !== 'gradient') results.push(await executor.read(name));
  }
  results.push(await store.download('gradients'));
  executor.dispose();
  store.dispose();
  return results;
}

/** Numbers in every parameter's gradient, zeros in the padding between them. */
function paddedGradients({ layout }: Plan): Float32Array {
  const data = new Float32Array(layout.length);
  for (const { offset, shape } of layout.entries) {
    const size = shape.reduce((product, axis) => product * axis, 1);
    data.set(normals(size, offset + 1), offset);
  }
  return data;
}

/** Seeded standard normals. */
export function normals(count: number, seed: number): Float32Array {
  const uniform = uniforms(seed);
  return Float32Array.from(
    { length: count },
    () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform()),
  );
}

/** Seeded integers below `limit`. */
export function integers(count: number, limit: number, seed: number): Int32Array {
  const uniform = uniforms(seed);
  return Int32Array.from({ length: count }, () => Math.floor(uniform() * limit));
}

/** mulberry32: enough for test data. */
function uniforms(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** An input of standard normals. */
export function random(shape: readonly number[], seed: number): ParityCase['inputs'][number] {
  return {
    shape,
    data: normals(
      shape.reduce((product, size) => product * size, 1),
      seed,
    ),
  };
}
