import { describeLaunch } from '../plan/contract.ts';
import { type Executor, KernelError } from '../plan/executor.ts';
import type { Phase, Plan, Value } from '../plan/types.ts';
import { type BufferSlots, bufferSlots } from './bufferSlots.ts';
import type { GpuMemory } from './GpuMemory.ts';
import { elementCount } from './operands.ts';
import type { CompiledPipeline, Pipelines } from './Pipelines.ts';
import { type Dispatch, type KernelTraits, MAX_WORKGROUPS, type Resource } from './program.ts';
import type { WebGPUStore } from './WebGPUStore.ts';
import { WEBGPU_KERNELS } from './webgpuKernels.ts';

/** Uniforms of all dispatches lie in one buffer, one aligned block each. */
const UNIFORM_BLOCK_BYTES = 256;

interface Step {
  readonly phase: Phase;
  readonly pipeline: GPUComputePipeline;
  readonly bindGroup: GPUBindGroup;
  readonly workgroups: readonly [number, number, number];
}

interface Range {
  readonly buffer: GPUBuffer;
  readonly offset: number;
  readonly size: number;
}

/**
 * Replays a plan on a GPU: pipelines, buffers and bind groups are made once, a run only encodes the fixed list of dispatches,
 * one submit per phase.
 */
export class WebGPUExecutor implements Executor {
  readonly plan: Plan;
  readonly #store: WebGPUStore;
  readonly #memory: GpuMemory;
  readonly #slots: BufferSlots;
  /** Buffers of the slots, of inputs and states by value id, of constants, and the uniforms. */
  readonly #slotBuffers: GPUBuffer[] = [];
  readonly #valueBuffers = new Map<number, GPUBuffer>();
  readonly #otherBuffers: GPUBuffer[] = [];
  #steps: readonly Step[] = [];

  /** @throws KernelError as `Backend.prepare` */
  static async prepare(
    plan: Plan,
    store: WebGPUStore,
    memory: GpuMemory,
    pipelines: Pipelines,
    traits: KernelTraits,
    onProgress: (done: number, total: number) => void = () => {},
  ): Promise<WebGPUExecutor> {
    if (plan.layout.length !== store.layout.length) {
      throw new KernelError('PLAN_INVALID', { reason: 'plan and store have different layouts' });
    }
    const dispatches = plan.launches.map((launch) => WEBGPU_KERNELS[launch.kernel](launch, traits));
    plan.launches.forEach((launch, index) => {
      for (const { workgroups } of dispatches[index] as Dispatch[]) {
        const most = Math.max(...workgroups);
        if (most > MAX_WORKGROUPS) {
          throw new KernelError('PLAN_INVALID', {
            launch: describeLaunch(launch),
            workgroups: most,
            most: MAX_WORKGROUPS,
          });
        }
      }
    });
    // Buffers first: a plan that does not fit fails before anything is compiled.
    const executor = new WebGPUExecutor(plan, store, memory, dispatches);
    try {
      await memory.errors.check();
      const compiled = await compileAll(dispatches.flat(), pipelines, onProgress);
      executor.#bind(dispatches, compiled);
      await memory.errors.check();
      return executor;
    } catch (cause) {
      executor.dispose();
      throw cause;
    }
  }

  private constructor(plan: Plan, store: WebGPUStore, memory: GpuMemory, dispatches: readonly Dispatch[][]) {
    this.plan = plan;
    this.#store = store;
    this.#memory = memory;
    this.#slots = bufferSlots(plan, dispatches);
    try {
      this.#slots.sizes.forEach((elements, slot) => {
        this.#slotBuffers.push(memory.storage(`temporary ${slot}`, elements * 4));
      });
      for (const value of [...plan.inputs.values(), ...plan.states]) {
        this.#valueBuffers.set(value.id, memory.storage(value.name, elementCount(value) * 4));
      }
    } catch (cause) {
      this.dispose();
      throw cause;
    }
  }

  write(input: string, data: Float32Array | Int32Array): void {
    const value = this.plan.inputs.get(input);
    const wanted = value?.dataType === 'int32' ? Int32Array : Float32Array;
    if (!value || data.length !== elementCount(value) || !(data instanceof wanted)) {
      throw new KernelError('PLAN_INVALID', {
        input,
        elements: data.length,
        expected: value ? `${value.dataType} [${value.shape.join(',')}]` : 'no such input',
      });
    }
    const { buffer } = this.#rangeOf(value);
    const { device, errors } = this.#memory;
    errors.guard(`write ${input}`, () => device.queue.writeBuffer(buffer, 0, data as Float32Array<ArrayBuffer>));
  }

  run(...phases: Phase[]): void {
    const { device, errors } = this.#memory;
    errors.guard(`run ${phases.join(', ')}`, () => {
      let encoder: GPUCommandEncoder | undefined;
      let pass: GPUComputePassEncoder | undefined;
      let phase: Phase | undefined;
      const submit = (): void => {
        pass?.end();
        if (encoder) device.queue.submit([encoder.finish()]);
      };
      for (const step of this.#steps) {
        if (!phases.includes(step.phase)) continue;
        if (step.phase !== phase || !pass) {
          submit();
          phase = step.phase;
          encoder = device.createCommandEncoder({ label: phase });
          pass = encoder.beginComputePass({ label: phase });
        }
        pass.setPipeline(step.pipeline);
        pass.setBindGroup(0, step.bindGroup);
        pass.dispatchWorkgroups(...step.workgroups);
      }
      submit();
    });
  }

  async read(output: string): Promise<Float32Array> {
    const value = this.plan.outputs.get(output);
    if (!value) throw new KernelError('PLAN_INVALID', { output, reason: 'no such output' });
    const { buffer, offset, size } = this.#rangeOf(value);
    const bytes = await this.#memory.read(buffer, offset, size);
    return value.dataType === 'int32' ? Float32Array.from(new Int32Array(bytes)) : new Float32Array(bytes);
  }

  resetStates(): void {
    const { device, errors } = this.#memory;
    errors.guard('reset states', () => {
      const encoder = device.createCommandEncoder();
      for (const value of this.plan.states) encoder.clearBuffer(this.#rangeOf(value).buffer);
      device.queue.submit([encoder.finish()]);
    });
  }

  dispose(): void {
    for (const buffer of [...this.#slotBuffers, ...this.#valueBuffers.values(), ...this.#otherBuffers]) {
      this.#memory.destroy(buffer);
    }
    this.#steps = [];
  }

  #bind(dispatches: readonly Dispatch[][], compiled: ReadonlyMap<string, CompiledPipeline>): void {
    const { device, errors } = this.#memory;
    const total = dispatches.reduce((sum, { length }) => sum + length, 0);
    const uniforms = this.#memory.uniform('uniforms', total * UNIFORM_BLOCK_BYTES);
    this.#otherBuffers.push(uniforms);
    const blocks = new DataView(new ArrayBuffer(total * UNIFORM_BLOCK_BYTES));
    const steps: Step[] = [];
    errors.guard('bind groups', () => {
      this.plan.launches.forEach(({ phase }, index) => {
        for (const dispatch of dispatches[index] as Dispatch[]) {
          const { pipeline, layout } = compiled.get(dispatch.code) as CompiledPipeline;
          const offset = steps.length * UNIFORM_BLOCK_BYTES;
          writeUniforms(blocks, offset, dispatch);
          const resources: GPUBufferBinding[] = dispatch.bindings.map(({ resource }) => this.#resource(resource));
          resources.push({ buffer: uniforms, offset, size: UNIFORM_BLOCK_BYTES });
          const bindGroup = device.createBindGroup({
            label: dispatch.label,
            layout,
            entries: resources.map((resource, binding) => ({ binding, resource })),
          });
          steps.push({ phase, pipeline, bindGroup, workgroups: dispatch.workgroups });
        }
      });
      if (total > 0) device.queue.writeBuffer(uniforms, 0, blocks.buffer as ArrayBuffer);
    });
    this.#steps = steps;
  }

  #resource(resource: Resource): Range {
    if ('scratchElements' in resource) {
      const buffer = this.#slotBuffers[this.#slots.ofScratch.get(resource) as number] as GPUBuffer;
      return { buffer, offset: 0, size: Math.max(16, resource.scratchElements * 4) };
    }
    if ('constant' in resource) {
      const { constant } = resource;
      const buffer = this.#memory.storage('constant', constant.byteLength);
      this.#otherBuffers.push(buffer);
      this.#memory.device.queue.writeBuffer(buffer, 0, constant);
      return { buffer, offset: 0, size: buffer.size };
    }
    return this.#rangeOf(resource);
  }

  #rangeOf(value: Value): Range {
    const size = elementCount(value) * 4;
    if (value.flat) return { buffer: this.#store.buffer(value.flat), offset: 0, size };
    if (value.storage === 'parameter')
      return { buffer: this.#store.buffer('parameters'), offset: value.offset * 4, size };
    if (value.storage === 'gradient')
      return { buffer: this.#store.buffer('gradients'), offset: value.offset * 4, size };
    const slot = this.#slots.ofValue.get(value.id);
    const buffer = slot === undefined ? this.#valueBuffers.get(value.id) : this.#slotBuffers[slot];
    if (!buffer) throw new KernelError('PLAN_INVALID', { value: value.name, reason: 'nothing writes it' });
    return { buffer, offset: value.offset * 4, size };
  }
}

function writeUniforms(blocks: DataView, offset: number, { uniforms, label }: Dispatch): void {
  if (uniforms.length * 4 > UNIFORM_BLOCK_BYTES)
    throw new KernelError('PLAN_INVALID', { kernel: label, uniforms: uniforms.length });
  uniforms.forEach(({ type, value }, index) => {
    if (type === 'f32') blocks.setFloat32(offset + 4 * index, value, true);
    else blocks.setUint32(offset + 4 * index, value, true);
  });
}

async function compileAll(
  dispatches: readonly Dispatch[],
  pipelines: Pipelines,
  onProgress: (done: number, total: number) => void,
): Promise<Map<string, CompiledPipeline>> {
  const distinct = new Map(dispatches.map((dispatch) => [dispatch.code, dispatch]));
  const compiled = new Map<string, CompiledPipeline>();
  let done = 0;
  onProgress(0, distinct.size);
  const results = await Promise.allSettled(
    [...distinct].map(async ([code, dispatch]) => {
      compiled.set(code, await pipelines.get(dispatch));
      onProgress(++done, distinct.size);
    }),
  );
  const failed = results.find((result) => result.status === 'rejected');
  if (failed) throw failed.reason;
  return compiled;
}
