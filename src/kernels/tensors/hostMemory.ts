import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs-core';
import { KernelError } from '../plan/executor.ts';
import type { DataType } from '../plan/types.ts';
import type { HostArray } from './HostKernel.ts';

/**
 * Tensors as arrays without copying. TF.js 4.22's WASM backend keeps tensors in its heap and offers `makeOutput` and
 * `typedArrayFromHeap` (public members, used by its own kernels); its CPU backend hands out the array itself.
 */
function wasmBackend(): BackendWasm | undefined {
  const backend = tf.backend();
  return 'typedArrayFromHeap' in backend ? (backend as BackendWasm) : undefined;
}

/** A new tensor of zeros. @throws KernelError OUT_OF_MEMORY */
export function allocateZeros(shape: readonly number[], dataType: DataType = 'float32'): tf.Tensor {
  const wasm = wasmBackend();
  if (!wasm) return tf.zeros([...shape], dataType);
  const info = wasm.makeOutput([...shape], dataType);
  // The heap's allocator answers 0 when it cannot grow.
  if (wasm.getMemoryOffset(info.dataId) === 0) {
    throw new KernelError('OUT_OF_MEMORY', { bytes: 4 * tf.util.sizeFromShape(info.shape) });
  }
  wasm.typedArrayFromHeap(info).fill(0);
  return tf.engine().makeTensorFromTensorInfo(info);
}

/** Copies `data` into a new tensor. */
export function upload(data: HostArray, shape: readonly number[], dataType: DataType = 'float32'): tf.Tensor {
  // TF.js's CPU backend would keep the array itself.
  return tf.tensor(wasmBackend() ? data : data.slice(), [...shape], dataType);
}

/** The memory of tensors, for reading and writing until the next TF.js call. */
export function hostViews(tensors: readonly tf.Tensor[]): HostArray[] {
  const wasm = wasmBackend();
  if (!wasm) return tensors.map((tensor) => tensor.dataSync() as HostArray);
  // Twice: the first look may move a tensor here from another backend, and so the heap.
  for (const tensor of tensors) wasm.typedArrayFromHeap(tensor);
  return tensors.map((tensor) => wasm.typedArrayFromHeap(tensor) as HostArray);
}
