import { describeLaunch } from '../plan/contract.ts';
import { type Executor, KernelError } from '../plan/executor.ts';
import { elementCount } from '../plan/layoutParameters.ts';
import { lifetimes } from '../plan/lifetimes.ts';
import type { Launch, Phase, Plan, Value } from '../plan/types.ts';
import { placeInArena, type Tenant } from './arena.ts';
import type { WasmFunctions } from './WasmKernel.ts';
import type { WasmMemory } from './WasmMemory.ts';
import type { WasmStore } from './WasmStore.ts';
import { WASM_KERNELS } from './wasmKernels.ts';

/** Runs a launch that has no WASM kernel, on the same memory. */
export type OtherKernel = (launch: Launch, at: (value: Value) => number, memory: WasmMemory) => () => void;

/**
 * Replays a plan on our WASM kernels. All places are fixed when it is made: temporaries and scratch share one block by their lives, inputs,
 * states and outputs have their own, and a run only calls a list of functions.
 */
export class WasmExecutor implements Executor {
  readonly plan: Plan;
  readonly #store: WasmStore;
  readonly #memory: WasmMemory;
  readonly #blocks: number[] = [];
  /** Byte offsets of inputs, states and temporaries by value id. */
  readonly #offsets = new Map<number, number>();
  #steps: readonly { readonly launch: Launch; readonly call: () => void }[] = [];

  /** @throws KernelError OUT_OF_MEMORY, PLAN_INVALID */
  constructor(plan: Plan, store: WasmStore, exports: WasmFunctions, otherKernel: OtherKernel) {
    if (plan.layout.length !== store.layout.length) {
      throw new KernelError('PLAN_INVALID', { reason: 'plan and store have different layouts' });
    }
    if (!store.trainable && plan.launches.some(({ phase }) => phase === 'backward' || phase === 'update')) {
      throw new KernelError('PLAN_INVALID', { reason: 'a frozen store cannot be trained' });
    }
    this.plan = plan;
    this.#store = store;
    this.#memory = store.memory;
    try {
      const scratch = this.#place();
      const at = (value: Value | undefined): number => (value === undefined ? 0 : this.#offsetOf(value));
      this.#steps = plan.launches.map((launch, index) => {
        const kernel = WASM_KERNELS[launch.kernel];
        const call = kernel
          ? kernel.bind(launch, { exports, at, scratch: scratch[index] ?? 0 })
          : otherKernel(launch, at, this.#memory);
        return { launch, call };
      });
    } catch (cause) {
      this.dispose();
      throw cause;
    }
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
    const offset = this.#offsetOf(value);
    if (data instanceof Int32Array) this.#memory.integers(offset, data.length).set(data);
    else this.#memory.floats(offset, data.length).set(data);
  }

  run(...phases: Phase[]): void {
    for (const { launch, call } of this.#steps) {
      if (!phases.includes(launch.phase)) continue;
      try {
        call();
      } catch (cause) {
        if (cause instanceof KernelError) throw cause;
        throw new KernelError('BACKEND_FAILED', { launch: describeLaunch(launch) }, cause);
      }
    }
  }

  async read(output: string): Promise<Float32Array> {
    const value = this.plan.outputs.get(output);
    if (!value) throw new KernelError('PLAN_INVALID', { output, reason: 'no such output' });
    const length = elementCount(value.shape);
    const offset = this.#offsetOf(value);
    if (value.dataType === 'int32') return Float32Array.from(this.#memory.integers(offset, length));
    return this.#memory.floats(offset, length).slice();
  }

  resetStates(): void {
    for (const value of this.plan.states) {
      this.#memory.floats(this.#offsetOf(value), elementCount(value.shape)).fill(0);
    }
  }

  dispose(): void {
    for (const offset of this.#blocks.splice(0)) this.#memory.free(offset);
    this.#offsets.clear();
    this.#steps = [];
  }

  /** Gives every value its place. Returns the offsets of the launches' scratch. */
  #place(): (number | undefined)[] {
    const { firstUse, lastUse } = lifetimes(this.plan);
    const own = new Map<number, Value>();
    for (const value of [...this.plan.inputs.values(), ...this.plan.states]) own.set(value.id, value);
    const shared = new Map<number, Tenant>();
    for (const value of this.plan.launches.flatMap(({ inputs, outputs }) => [...inputs, ...outputs])) {
      if (value.storage !== 'temporary') continue;
      const last = lastUse.get(value.id) as number;
      // Outputs of the plan share with nothing: they stay readable whatever runs next.
      if (last === Number.POSITIVE_INFINITY) own.set(value.id, value);
      else
        shared.set(value.id, { bytes: elementCount(value.shape) * 4, first: firstUse.get(value.id) as number, last });
    }
    for (const value of own.values()) {
      this.#offsets.set(value.id, this.#allocate(elementCount(value.shape) * 4));
    }
    const scratches = this.plan.launches.map((launch, index) => {
      const bytes = WASM_KERNELS[launch.kernel]?.scratchBytes?.(launch) ?? 0;
      return bytes > 0 ? { bytes, first: index, last: index } : undefined;
    });
    const tenants = [...shared.values(), ...scratches.filter((tenant) => tenant !== undefined)];
    const { offsets, bytes } = placeInArena(tenants);
    const arena = this.#allocate(bytes);
    const places = offsets.map((offset) => arena + offset);
    for (const [index, id] of [...shared.keys()].entries()) this.#offsets.set(id, places[index] as number);
    let next = shared.size;
    return scratches.map((scratch) => (scratch ? places[next++] : undefined));
  }

  #allocate(bytes: number): number {
    const offset = this.#memory.allocateZeros(bytes);
    this.#blocks.push(offset);
    return offset;
  }

  #offsetOf(value: Value): number {
    if (value.flat) return this.#store.offset(value.flat);
    if (value.storage === 'parameter') return this.#store.offset('parameters') + value.offset * 4;
    if (value.storage === 'gradient') return this.#store.offset('gradients') + value.offset * 4;
    const offset = this.#offsets.get(value.id);
    if (offset === undefined) throw new KernelError('PLAN_INVALID', { value: value.name, reason: 'nothing writes it' });
    return offset + value.offset * 4;
  }
}
