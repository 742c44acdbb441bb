import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { hyperValues } from '../adamW/adamW.ts';
import { add } from '../add/add.ts';
import { cachedAttention } from '../cachedAttention/cachedAttention.ts';
import { diagnose } from '../diagnose.ts';
import type { Backend, KernelError } from '../plan/executor.ts';
import { layoutParameters } from '../plan/layoutParameters.ts';
import { PlanBuilder } from '../plan/PlanBuilder.ts';
import type { Plan } from '../plan/types.ts';
import { openTensorBackend } from '../tensors/openTensorBackend.ts';
import { TINY, tinyLlamaInputs, tinyLlamaPlan } from '../testing/tinyLlama.ts';
import { everywhere, exactVariants, MATMUL_VARIANTS } from './matmulVariants.ts';
import { normals, openForTest, relativeError } from './parity.ts';
import { elementwise, reads, writes } from './program.ts';
import type { WebGPUBackend } from './WebGPUBackend.ts';
import { WEBGPU_KERNELS } from './webgpuKernels.ts';

const NO_PARAMETERS = layoutParameters([]);
const failure = async (promise: Promise<unknown>): Promise<KernelError> =>
  promise.then(
    () => Promise.reject(new Error('this should have failed')),
    (error: KernelError) => error,
  );

/** a + b of 4 numbers. */
function sumPlan(): Plan {
  const plan = new PlanBuilder(NO_PARAMETERS);
  plan.output('sum', add(plan, plan.input('a', [4]), plan.input('b', [4])));
  return plan.build();
}

describe('a training step on WebGPU', () => {
  let gpu: WebGPUBackend;
  let cpu: Backend;
  beforeAll(async () => {
    gpu = await openForTest();
    cpu = await openTensorBackend('cpu', { diagnosis: await diagnose(), generation: 1, hostKernels: false });
  });
  afterAll(() => gpu.dispose());

  async function train(backend: Backend): Promise<Record<string, Float32Array>> {
    const plan = tinyLlamaPlan(TINY);
    const store = backend.createStore(plan.layout, { trainable: true });
    store.upload(
      'parameters',
      normals(plan.layout.length, 9).map((value) => value * 0.5),
    );
    const progress: number[] = [];
    const executor = await backend.prepare(plan, store, (done, total) => progress.push(done / total));
    expect(progress.at(-1)).toBe(1);
    for (const [input, data] of Object.entries(tinyLlamaInputs(TINY, 1))) executor.write(input, data);
    const settings = { learningRate: 1e-2, beta1: 0.9, beta2: 0.999, eps: 1e-4, weightDecay: 0.1, maxGradNorm: 1 };
    for (let step = 1; step <= 3; step++) {
      executor.write('hyper', hyperValues({ ...settings, step, gradientScale: 0.5 }));
      // Twice: gradients accumulate.
      executor.run('forward', 'backward');
      executor.run('forward', 'backward', 'update');
    }
    const results: Record<string, Float32Array> = {};
    for (const output of plan.outputs.keys()) results[output] = await executor.read(output);
    for (const flat of ['parameters', 'gradients', 'exp_avg', 'exp_avg_sq'] as const) {
      results[flat] = await store.download(flat);
    }
    executor.dispose();
    store.dispose();
    return results;
  }

  it.each(MATMUL_VARIANTS)('agrees with the CPU after three steps, %s', async (variant) => {
    if (!exactVariants(gpu.device).includes(variant)) return;
    gpu.setTraits({ matmul: everywhere(variant) });
    const actual = await train(gpu);
    const expected = await train(cpu);
    expect(Math.max(...(expected.gradients as Float32Array))).toBe(0);
    expect(expected.norm?.[0]).toBeGreaterThan(0.1);
    for (const [name, values] of Object.entries(expected)) {
      expect(relativeError(actual[name] as Float32Array, values), name).toBeLessThan(2e-4);
    }
  });

  it('repeats to the last digit', async () => {
    const first = await train(gpu);
    const second = await train(gpu);
    for (const [name, values] of Object.entries(first)) expect(second[name], name).toEqual(values);
  });

  it('frees everything it made', async () => {
    await train(gpu);
    const before = gpu.allocations();
    await train(gpu);
    expect(gpu.allocations()).toEqual(before);
  });

  it('keeps state between runs, in place, until it is reset', async () => {
    const shape = { capacity: 5, heads: 2, kvHeads: 1, headSize: 4 };
    const builder = new PlanBuilder(NO_PARAMETERS);
    const qkv = builder.input('qkv', [2, 16]);
    const positions = builder.input('positions', [2], 'int32');
    const cache = { keys: builder.state('keys', [2, 5, 4]), values: builder.state('values', [2, 5, 4]) };
    builder.output('out', cachedAttention(builder, qkv, positions, cache, shape));
    builder.output('keys', cache.keys);
    const plan = builder.build();
    const decode = async (backend: Backend): Promise<Float32Array[]> => {
      const executor = await backend.prepare(plan, backend.createStore(NO_PARAMETERS, { trainable: false }));
      const results: Float32Array[] = [];
      for (const slot of [0, 1, 2]) {
        executor.write('qkv', normals(32, slot + 1));
        executor.write('positions', Int32Array.of(slot, slot));
        executor.run('forward');
        results.push(await executor.read('out'));
      }
      results.push(await executor.read('keys'));
      executor.resetStates();
      results.push(await executor.read('keys'));
      executor.dispose();
      return results;
    };
    const actual = await decode(gpu);
    const expected = await decode(cpu);
    for (const [i, values] of expected.entries()) {
      expect(relativeError(actual[i] as Float32Array, values)).toBeLessThan(1e-5);
    }
    expect(actual[3]?.some((value) => value !== 0)).toBe(true);
    expect(actual[4]?.every((value) => value === 0)).toBe(true);
  });
});

describe('trouble on WebGPU', () => {
  let gpu: WebGPUBackend;
  const open = async (): Promise<WebGPUBackend> => {
    gpu = await openForTest();
    return gpu;
  };
  afterAll(() => gpu.dispose());

  async function ready() {
    const backend = await open();
    const executor = await backend.prepare(sumPlan(), backend.createStore(NO_PARAMETERS, { trainable: false }));
    executor.write('a', Float32Array.of(1, 2, 3, 4));
    executor.write('b', Float32Array.of(10, 20, 30, 40));
    return { backend, executor };
  }

  it('invalid WGSL rejects prepare with the message and the line, and compiles nothing into the cache', async () => {
    const backend = await open();
    const store = backend.createStore(NO_PARAMETERS, { trainable: false });
    const broken = vi
      .spyOn(WEBGPU_KERNELS as { add: typeof WEBGPU_KERNELS.add }, 'add')
      .mockImplementation((launch) => [
        elementwise({
          label: 'broken',
          bindings: [reads('a', launch.inputs[0]!), writes('result', launch.outputs[0]!)],
          uniforms: [],
          count: 4,
          body: '  result[index] = no_such_thing(a[index]);',
        }),
      ]);
    try {
      const error = await failure(backend.prepare(sumPlan(), store));
      expect(error.code).toBe('SHADER_INVALID');
      expect(error.data).toMatchObject({ kernel: 'broken', source: '  result[index] = no_such_thing(a[index]);' });
      expect(error.data.line).toBeGreaterThan(5);
      expect(error.data.detail).toContain('no_such_thing');
      expect((await failure(backend.prepare(sumPlan(), store))).code).toBe('SHADER_INVALID');
    } finally {
      broken.mockRestore();
    }
    await backend.prepare(sumPlan(), store);
  });

  it('a kernel with more workgroup memory than there is rejects prepare', async () => {
    const backend = await open();
    const broken = vi
      .spyOn(WEBGPU_KERNELS as { add: typeof WEBGPU_KERNELS.add }, 'add')
      .mockImplementation((launch) => [
        elementwise({
          label: 'too large',
          bindings: [reads('a', launch.inputs[0]!), writes('result', launch.outputs[0]!)],
          uniforms: [],
          count: 4,
          declarations: 'var<workgroup> tile: array<f32, 1000000>;',
          body: '  tile[lane] = a[index]; result[index] = tile[lane];',
        }),
      ]);
    try {
      const error = await failure(backend.prepare(sumPlan(), backend.createStore(NO_PARAMETERS, { trainable: false })));
      expect(error.code).toBe('SHADER_INVALID');
    } finally {
      broken.mockRestore();
    }
  });

  it('an error inside a run rejects the next read, once', async () => {
    const { backend, executor } = await ready();
    executor.run('forward');
    expect([...(await executor.read('sum'))]).toEqual([11, 22, 33, 44]);
    backend.memory.errors.guard('a bad copy', () => {
      const buffer = backend.device.createBuffer({ size: 16, usage: GPUBufferUsage.UNIFORM });
      const encoder = backend.device.createCommandEncoder();
      encoder.copyBufferToBuffer(buffer, 0, buffer, 8, 16);
      backend.device.queue.submit([encoder.finish()]);
    });
    const error = await failure(executor.read('sum'));
    expect(error.code).toBe('BACKEND_FAILED');
    expect(error.data.what).toBe('a bad copy');
    expect([...(await executor.read('sum'))]).toEqual([11, 22, 33, 44]);
  });

  it('an error that nobody guarded rejects a read as well', async () => {
    const { backend, executor } = await ready();
    backend.device.createBuffer({ size: 16, usage: GPUBufferUsage.MAP_READ | GPUBufferUsage.STORAGE });
    executor.run('forward');
    const error = await failure(executor.read('sum'));
    expect(error.data.what).toBe('uncaptured');
  });

  it('memory that runs out has its own code', async () => {
    const { backend, executor } = await ready();
    vi.spyOn(backend.device, 'popErrorScope').mockResolvedValueOnce(new GPUOutOfMemoryError('no memory left'));
    backend.memory.errors.guard('a large buffer', () => {});
    expect((await failure(executor.read('sum'))).code).toBe('OUT_OF_MEMORY');
  });

  it('a buffer beyond the limits says which, and leaves nothing behind', async () => {
    const backend = await open();
    const before = backend.allocations();
    const available = backend.device.limits.maxStorageBufferBindingSize;
    const layout = layoutParameters([{ name: 'huge', shape: [available / 4 + 1024], decay: true }]);
    const error = await failure((async () => backend.createStore(layout, { trainable: true }))());
    expect(error.code).toBe('LIMIT_BUFFER');
    expect(error.data).toMatchObject({ limit: 'maxStorageBufferBindingSize', available, needed: layout.length * 4 });
    expect(backend.allocations()).toEqual(before);
  });

  it('wrong inputs, outputs, stores and layouts are named', async () => {
    const { backend, executor } = await ready();
    expect(() => executor.write('a', new Float32Array(3))).toThrow(/PLAN_INVALID.*"expected":"float32 \[4\]"/);
    expect(() => executor.write('a', new Int32Array(4))).toThrow(/PLAN_INVALID/);
    expect(() => executor.write('c', new Float32Array(4))).toThrow(/no such input/);
    expect((await failure(executor.read('c'))).code).toBe('PLAN_INVALID');
    const store = backend.createStore(layoutParameters([{ name: 'w', shape: [3], decay: true }]), { trainable: false });
    expect(() => store.upload('parameters', new Float32Array(3))).toThrow(/PLAN_INVALID/);
    expect(() => store.upload('gradients', new Float32Array(64))).toThrow(/PLAN_INVALID/);
    expect((await failure(backend.prepare(sumPlan(), store))).code).toBe('PLAN_INVALID');
    const other = await openTensorBackend('cpu', { diagnosis: await diagnose(), generation: 1 });
    const foreign = other.createStore(NO_PARAMETERS, { trainable: false });
    expect((await failure(backend.prepare(sumPlan(), foreign))).code).toBe('PLAN_INVALID');
    // A frozen store cannot be trained.
    const frozen = backend.createStore(tinyLlamaPlan(TINY).layout, { trainable: false });
    expect((await failure(backend.prepare(tinyLlamaPlan(TINY), frozen))).code).toBe('PLAN_INVALID');
  });

  it('a lost device resolves lost, and reads say so', async () => {
    const { backend, executor } = await ready();
    executor.run('forward');
    const reading = failure(executor.read('sum'));
    backend.dispose({ simulateLoss: true });
    expect(await backend.lost).toMatchObject({ reason: 'unknown', expected: false });
    expect((await reading).code).toBe('GPU_LOST');
    executor.write('a', new Float32Array(4));
    executor.run('forward');
    expect((await failure(executor.read('sum'))).code).toBe('GPU_LOST');
    const prepared = backend.prepare(sumPlan(), backend.createStore(NO_PARAMETERS, { trainable: false }));
    expect((await failure(prepared)).code).toBe('GPU_LOST');
    executor.dispose();
  });

  it('a device we closed is an expected loss', async () => {
    const backend = await open();
    backend.dispose();
    expect(await backend.lost).toMatchObject({ reason: 'destroyed', expected: true });
  });
});
