import * as tf from '@tensorflow/tfjs-core';
import { elementCount } from '../plan/layoutParameters.ts';
import type { Launch, Value } from '../plan/types.ts';
import { HOST_KERNELS, REFERENCES } from '../registry.ts';
import type { HostArray } from '../tensors/HostKernel.ts';
import { startTensorflow } from '../tensors/openTensorBackend.ts';
import type { OtherKernel } from './WasmExecutor.ts';
import type { WasmMemory } from './WasmMemory.ts';

/**
 * For kernels without a WASM form: the one on arrays, on views of our memory, else the reference, by copies in and out on TF.js's plain CPU
 * backend. So a new op works before it is fast.
 */
export async function openOtherKernels(launches: readonly Launch[]): Promise<OtherKernel> {
  if (launches.some(({ kernel }) => !HOST_KERNELS[kernel])) await startTensorflow('cpu');
  return (launch, at, memory) => {
    const view = (value: Value): HostArray => viewOf(memory, at(value), value);
    return HOST_KERNELS[launch.kernel] ? () => runHost(launch, view) : () => runReference(launch, view);
  };
}

function viewOf(memory: WasmMemory, offset: number, value: Value): HostArray {
  const length = elementCount(value.shape);
  return value.dataType === 'int32' ? memory.integers(offset, length) : memory.floats(offset, length);
}

function runHost(launch: Launch, view: (value: Value) => HostArray): void {
  const inputs = launch.inputs.map(view);
  const outputs = launch.outputs.map((value) => {
    const overwritten = launch.inputs.indexOf(value);
    if (overwritten >= 0) return inputs[overwritten] as HostArray;
    // Host kernels rely on zeros where they write only some elements; a gradient is added into.
    return value.storage === 'gradient' ? view(value) : view(value).fill(0);
  });
  HOST_KERNELS[launch.kernel]?.(launch, inputs, outputs as Float32Array[]);
}

function runReference(launch: Launch, view: (value: Value) => HostArray): void {
  const tensorOf = (value: Value): tf.Tensor => tf.tensor(view(value).slice(), [...value.shape], value.dataType);
  tf.tidy(() => {
    const previous = launch.outputs.map((value) => (value.storage === 'gradient' ? tensorOf(value) : undefined));
    const results = REFERENCES[launch.kernel](launch.inputs.map(tensorOf), launch.attributes, previous);
    launch.outputs.forEach((value, index) => {
      view(value).set((results[index] as tf.Tensor).dataSync());
    });
  });
}
