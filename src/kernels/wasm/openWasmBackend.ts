import { type Backend, type Diagnosis, KernelError } from '../plan/executor.ts';
import type { Plan } from '../plan/types.ts';
import { instantiateKernels } from './instantiateKernels.ts';
import type { KernelBuild, LoadKernels } from './loadKernels.ts';
import { type OtherKernel, WasmExecutor } from './WasmExecutor.ts';
import { WasmMemory } from './WasmMemory.ts';
import { WasmStore } from './WasmStore.ts';
import { WASM_KERNELS } from './wasmKernels.ts';

/** A function around `f32x4.relaxed_madd`: valid only where relaxed SIMD is. */
const RELAXED_MODULE = new Uint8Array([
  0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 19, 1, 17, 0, 65, 0, 253, 15, 65, 0, 253, 15, 65,
  0, 253, 15, 253, 133, 2, 11,
]);

export interface OpenWasmBackendOptions {
  readonly diagnosis: Diagnosis;
  readonly generation: number;
  readonly loadKernels: LoadKernels | undefined;
  /** For tests and measurements; else the fastest that the engine runs. */
  readonly build?: KernelBuild;
}

/**
 * Our own kernels in WebAssembly, in a memory of our own.
 *
 * @throws KernelError BACKEND_UNAVAILABLE without SIMD or without a way to get the kernels, BACKEND_FAILED when they do not load
 */
export async function openWasmBackend(options: OpenWasmBackendOptions): Promise<Backend> {
  const { diagnosis, generation, loadKernels } = options;
  if (!diagnosis.wasm.simd) throw new KernelError('BACKEND_UNAVAILABLE', { backend: 'wasm', detail: 'no SIMD' });
  if (!loadKernels) throw new KernelError('BACKEND_UNAVAILABLE', { backend: 'wasm', detail: 'no kernels given' });
  const build = options.build ?? (WebAssembly.validate(RELAXED_MODULE) ? 'relaxed' : 'simd');
  const memory = new WasmMemory();
  const exports = await instantiateKernels(build, loadKernels, memory);
  return {
    name: 'wasm',
    diagnosis,
    generation,
    lost: new Promise(() => {}),
    variants: { kernels: build },
    createStore: (layout, { trainable }) => new WasmStore(memory, layout, { trainable }),
    prepare: async (plan, store, onProgress) => {
      if (!(store instanceof WasmStore) || store.memory !== memory) {
        throw new KernelError('PLAN_INVALID', { reason: 'the store belongs to another backend' });
      }
      const executor = new WasmExecutor(plan, store, exports, await otherKernels(plan));
      const kernels = new Set(plan.launches.map((launch) => launch.kernel)).size;
      onProgress?.(kernels, kernels);
      return executor;
    },
    allocations: () => memory.allocations,
    dispose: () => {},
  };
}

/** TF.js is loaded only for plans that need it. */
async function otherKernels(plan: Plan): Promise<OtherKernel> {
  const others = plan.launches.filter(({ kernel }) => !WASM_KERNELS[kernel]);
  if (others.length > 0) return (await import('./otherKernels.ts')).openOtherKernels(others);
  return ({ kernel }) => {
    throw new KernelError('PLAN_INVALID', { kernel, reason: 'no such kernel' });
  };
}
