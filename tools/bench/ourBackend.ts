import { diagnose } from '../../src/kernels/diagnose.ts';
import type { Backend } from '../../src/kernels/index.ts';
import { openBackend } from '../../src/kernels/index.ts';
import { openTensorBackend } from '../../src/kernels/tensors/openTensorBackend.ts';
import { TensorExecutor } from '../../src/kernels/tensors/TensorExecutor.ts';
import { TensorStore } from '../../src/kernels/tensors/TensorStore.ts';
import { registerTensorBackend } from '../../src/kernels/webgpu/registerTensorBackend.ts';

/** Ours, or our plans composed of TF.js's kernels on the same device. */
export type Place = 'webgpu' | 'wasm' | 'tfjs-webgpu' | 'tfjs-wasm';

const wasmBaseUrl = () => new URL('assets/tfjs/', document.baseURI).href;

export async function openOurs(place: Place): Promise<Backend> {
  if (place === 'webgpu' || place === 'wasm') return openBackend({ prefer: place, wasmBaseUrl: wasmBaseUrl() });
  const options = { diagnosis: await diagnose(), generation: 1, hostKernels: false, wasmBaseUrl: wasmBaseUrl() };
  const tensors = await openTensorBackend(place === 'tfjs-wasm' ? 'wasm' : 'cpu', options);
  if (place === 'tfjs-wasm') return tensors;
  const adapter = await navigator.gpu.requestAdapter();
  if (adapter === null) throw new Error('no WebGPU adapter');
  await registerTensorBackend(await adapter.requestDevice());
  return {
    ...tensors,
    createStore: (layout, { trainable }) => new TensorStore(layout, { trainable }),
    async prepare(plan, store) {
      return new TensorExecutor(plan, store as TensorStore, { fast: false });
    },
  };
}
