import * as tf from '@tensorflow/tfjs-core';
import { describeLaunch } from '../plan/contract.ts';
import { type Executor, KernelError } from '../plan/executor.ts';
import { elementCount } from '../plan/layoutParameters.ts';
import { lifetimes } from '../plan/lifetimes.ts';
import type { KernelName, Launch, Phase, Plan, Value } from '../plan/types.ts';
import { HOST_KERNELS, REFERENCES, TENSOR_KERNELS } from '../registry.ts';
import type { HostKernel } from './HostKernel.ts';
import { allocateZeros, hostViews, upload } from './hostMemory.ts';
import type { ReferenceKernel } from './ReferenceKernel.ts';
import type { TensorStore } from './TensorStore.ts';

/**
 * Replays a plan with TF.js tensors on the active CPU or WASM backend: a kernel on arrays where one exists, else on tensors.
 * Never uses TF.js's gradient tape. Temporaries are disposed after their last reader.
 */
export class TensorExecutor implements Executor {
  readonly plan: Plan;
  readonly #store: TensorStore;
  readonly #hostKernels: Partial<Record<KernelName, HostKernel>>;
  readonly #tensorKernels: Record<KernelName, ReferenceKernel>;
  readonly #dyingAfter: readonly (readonly Value[])[];
  /** Inputs, states and living temporaries by value id. */
  readonly #tensors = new Map<number, tf.Tensor>();
  /** Rows cut from inputs, kept until the input is written again. */
  readonly #rows = new Map<Value, tf.Tensor>();

  /** `fast` false: every kernel as its reference. */
  constructor(plan: Plan, store: TensorStore, { fast }: { fast: boolean }) {
    if (plan.layout.length !== store.layout.length) {
      throw new KernelError('PLAN_INVALID', { reason: 'plan and store have different layouts' });
    }
    if (!store.trainable && plan.launches.some(({ phase }) => phase === 'backward' || phase === 'update')) {
      throw new KernelError('PLAN_INVALID', { reason: 'a frozen store cannot be trained' });
    }
    this.plan = plan;
    this.#store = store;
    this.#hostKernels = fast ? HOST_KERNELS : {};
    this.#tensorKernels = fast ? { ...REFERENCES, ...TENSOR_KERNELS } : REFERENCES;
    this.#dyingAfter = lifetimes(plan).dyingAfter;
    this.resetStates();
  }

  write(input: string, data: Float32Array | Int32Array): void {
    const value = this.plan.inputs.get(input);
    const wanted = value?.dataType === 'int32' ? Int32Array : Float32Array;
    if (!value || data.length !== elementCount(value.shape) || !(data instanceof wanted)) {
      throw new KernelError('PLAN_INVALID', {
        input,
        elements: data.length,
        expected: value ? `${value.dataType} [${value.shape.join(',')}]` : 'no such input',
      });
    }
    this.#set(value, upload(data, value.shape, value.dataType));
    for (const [rows, tensor] of this.#rows) {
      if (rows.id !== value.id) continue;
      tensor.dispose();
      this.#rows.delete(rows);
    }
  }

  run(...phases: Phase[]): void {
    this.plan.launches.forEach((launch, index) => {
      if (!phases.includes(launch.phase)) return;
      try {
        this.#execute(launch);
      } catch (cause) {
        if (cause instanceof KernelError) throw cause;
        const outOfMemory = cause instanceof WebAssembly.RuntimeError || cause instanceof RangeError;
        throw new KernelError(
          outOfMemory ? 'OUT_OF_MEMORY' : 'BACKEND_FAILED',
          { launch: describeLaunch(launch) },
          cause,
        );
      }
      for (const value of this.#dyingAfter[index] as readonly Value[]) this.#drop(value);
    });
  }

  async read(output: string): Promise<Float32Array> {
    const value = this.plan.outputs.get(output);
    if (!value) throw new KernelError('PLAN_INVALID', { output, reason: 'no such output' });
    return Float32Array.from(await this.#tensorOf(value).data());
  }

  resetStates(): void {
    for (const value of this.plan.states) this.#set(value, allocateZeros(value.shape, value.dataType));
  }

  dispose(): void {
    for (const tensor of [...this.#tensors.values(), ...this.#rows.values()]) tensor.dispose();
    this.#tensors.clear();
    this.#rows.clear();
  }

  #execute(launch: Launch): void {
    const host = this.#hostKernels[launch.kernel];
    if (host) this.#executeHost(launch, host);
    else this.#executeReference(launch);
  }

  #executeHost(launch: Launch, host: HostKernel): void {
    const inputs = launch.inputs.map((value) => this.#tensorOf(value));
    const outputs = launch.outputs.map((value) => {
      if (value.storage === 'gradient') return this.#store.gradient(value);
      const overwritten = launch.inputs.indexOf(value);
      return overwritten >= 0 ? (inputs[overwritten] as tf.Tensor) : allocateZeros(value.shape, value.dataType);
    });
    const views = hostViews([...inputs, ...outputs]);
    host(launch, views.slice(0, inputs.length), views.slice(inputs.length) as Float32Array[]);
    launch.outputs.forEach((value, index) => {
      if (value.storage !== 'gradient') this.#set(value, outputs[index] as tf.Tensor);
    });
  }

  #executeReference(launch: Launch): void {
    let { attributes } = launch;
    const inputs = launch.inputs.map((value, index) => {
      if (launch.kernel === 'matmul' && index === 1 && value.storage === 'parameter' && attributes.transposeB === 1) {
        attributes = { ...attributes, transposeB: 0 };
        return this.#store.transposedParameter(value);
      }
      return this.#tensorOf(value);
    });
    const previous = launch.outputs.map((value) =>
      value.storage === 'gradient' ? this.#store.gradient(value) : undefined,
    );
    const outputs = tf.tidy(() => this.#tensorKernels[launch.kernel](inputs, attributes, previous));
    launch.outputs.forEach((value, index) => {
      this.#set(value, outputs[index] as tf.Tensor);
    });
  }

  #tensorOf(value: Value): tf.Tensor {
    if (value.storage === 'parameter') return this.#store.parameter(value);
    if (value.storage === 'gradient') return this.#store.gradient(value);
    if (value.flat) return this.#store.flat(value.flat);
    const tensor = this.#tensors.get(value.id);
    if (!tensor)
      throw new KernelError('PLAN_INVALID', { value: value.name, reason: `${value.storage} not written yet` });
    return value.storage === 'input' && value !== this.plan.inputs.get(value.name)
      ? this.#rowsOf(value, tensor)
      : tensor;
  }

  #rowsOf(value: Value, whole: tf.Tensor): tf.Tensor {
    const known = this.#rows.get(value);
    if (known) return known;
    const rows = tf.tidy(() => {
      const flat = tf.slice(tf.reshape(whole, [-1]), value.offset, elementCount(value.shape));
      return tf.keep(tf.reshape(flat, [...value.shape]));
    });
    this.#rows.set(value, rows);
    return rows;
  }

  /** Takes over `tensor` as the content of `value`. */
  #set(value: Value, tensor: tf.Tensor): void {
    if (value.storage === 'gradient') this.#store.setGradient(value, tf.keep(tensor));
    else if (value.flat === 'gradients') {
      // adamW's contract: gradients are zero afterwards.
      if (tensor !== this.#store.flat('gradients')) tensor.dispose();
      this.#store.clearGradients();
    } else if (value.flat) this.#store.setFlat(value.flat, tf.keep(tensor));
    else {
      const previous = this.#tensors.get(value.id);
      if (previous !== tensor) previous?.dispose();
      this.#tensors.set(value.id, tf.keep(tensor));
    }
  }

  #drop(value: Value): void {
    this.#tensors.get(value.id)?.dispose();
    this.#tensors.delete(value.id);
  }
}
