import * as tf from '@tensorflow/tfjs-core';
import { diagnose } from '../../src/kernels/diagnose.ts';
import { type Backend, fetchKernels, openBackend, type Value } from '../../src/kernels/index.ts';
import { REFERENCES } from '../../src/kernels/registry.ts';
import { openTensorBackend } from '../../src/kernels/tensors/openTensorBackend.ts';
import { TensorExecutor } from '../../src/kernels/tensors/TensorExecutor.ts';
import { TensorStore } from '../../src/kernels/tensors/TensorStore.ts';
import { leanChooseToken } from './leanChooseToken.ts';

/** Ours, or our plans composed of TF.js's kernels on the same device. */
export type Place = 'webgpu' | 'wasm' | 'tfjs-webgpu' | 'tfjs-wasm';

/** The product's store turns matrices in the processor's memory, which a GPU's tensors do not lie in. For frozen weights. */
class DeviceStore extends TensorStore {
  readonly #turned = new Map<number, tf.Tensor>();

  override transposedParameter(value: Value): tf.Tensor {
    const turned = this.#turned.get(value.offset) ?? tf.keep(tf.transpose(this.parameter(value)));
    this.#turned.set(value.offset, turned);
    return turned;
  }
}

const asset = (folder: string) => new URL(`assets/${folder}/`, document.baseURI).href;

export async function openOurs(place: Place): Promise<Backend> {
  const wasmBaseUrl = asset('tfjs');
  if (place === 'webgpu' || place === 'wasm') {
    const backend = await openBackend({ prefer: place, wasmBaseUrl, loadKernels: fetchKernels(asset('kernels')) });
    // Where our kernels do not load, TF.js stands in for them: right for the product, a wrong number here.
    if (place === 'wasm' && backend.variants.kernels === undefined) throw new Error(backend.diagnosis.detail);
    return backend;
  }
  // The truth in tests is general; a peer is what somebody would write.
  Object.assign(REFERENCES, { chooseToken: leanChooseToken });
  const options = { diagnosis: await diagnose(), generation: 1, hostKernels: false, wasmBaseUrl };
  const tensors = await openTensorBackend(place === 'tfjs-wasm' ? 'wasm' : 'cpu', options);
  if (place === 'tfjs-wasm') return tensors;
  await import('@tensorflow/tfjs-backend-webgpu');
  if (!(await tf.setBackend('webgpu'))) throw new Error('TF.js did not start its webgpu backend');
  return {
    ...tensors,
    createStore: (layout, { trainable }) => new DeviceStore(layout, { trainable }),
    async prepare(plan, store) {
      return new TensorExecutor(plan, store as TensorStore, { fast: false });
    },
  };
}
