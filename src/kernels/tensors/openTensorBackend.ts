import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { type Backend, type Diagnosis, KernelError } from '../plan/executor.ts';
import { TensorExecutor } from './TensorExecutor.ts';
import { TensorStore } from './TensorStore.ts';

export interface OpenTensorBackendOptions {
  /** Folder of TF.js's .wasm binaries, ending in '/': a URL in the browser, a path in Node. */
  readonly wasmBaseUrl?: string;
  readonly diagnosis: Diagnosis;
  readonly generation: number;
  /** false: every kernel as its TF.js reference. For tests. Default true. */
  readonly hostKernels?: boolean;
}

/**
 * The paths without WebGPU. TF.js has one active backend per process: opening another makes this one's tensors move.
 *
 * @throws KernelError BACKEND_FAILED when TF.js cannot start it (a missing or blocked .wasm file, no WebAssembly)
 */
export async function openTensorBackend(name: 'wasm' | 'cpu', options: OpenTensorBackendOptions): Promise<Backend> {
  await startTensorflow(name, options.wasmBaseUrl);
  const { hostKernels: fast = true } = options;
  return {
    name,
    diagnosis: options.diagnosis,
    generation: options.generation,
    lost: new Promise(() => {}),
    variants: { matmul: name === 'wasm' ? 'xnnpack' : 'tfjs-cpu', others: fast ? 'arrays' : 'tfjs' },
    createStore: (layout, { trainable }) => new TensorStore(layout, { trainable }),
    prepare: async (plan, store, onProgress) => {
      if (!(store instanceof TensorStore))
        throw new KernelError('PLAN_INVALID', { reason: 'the store belongs to another backend' });
      const executor = new TensorExecutor(plan, store, { fast });
      const kernels = new Set(plan.launches.map((launch) => launch.kernel)).size;
      onProgress?.(kernels, kernels);
      return executor;
    },
    allocations: () => {
      const { numTensors, numBytes } = tf.memory();
      return { count: numTensors, bytes: numBytes };
    },
    dispose: () => {},
  };
}

/** Also for callers that only want TF.js as an oracle. */
export async function startTensorflow(name: 'wasm' | 'cpu', wasmBaseUrl?: string): Promise<void> {
  try {
    // No advice on the console to install TF.js's native binding.
    tf.env().set('PROD', true);
    if (name === 'wasm') {
      // Threads need cross-origin isolation, which a static host does not give; and results must not depend on it.
      tf.env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
      if (wasmBaseUrl !== undefined && tf.findBackend('wasm') === null) setWasmPaths(wasmBaseUrl);
    }
    if (!(await tf.setBackend(name))) throw new Error(`TF.js did not start its ${name} backend`);
    await tf.ready();
  } catch (cause) {
    throw new KernelError(
      'BACKEND_FAILED',
      { backend: name, detail: cause instanceof Error ? cause.message : String(cause) },
      cause,
    );
  }
}
