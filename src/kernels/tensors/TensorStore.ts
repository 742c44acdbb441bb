import * as tf from '@tensorflow/tfjs-core';
import { KernelError, type ParameterStore } from '../plan/executor.ts';
import { elementCount } from '../plan/layoutParameters.ts';
import type { FlatName, ParameterEntry, ParameterLayout, Value } from '../plan/types.ts';
import { allocateZeros, upload } from './hostMemory.ts';
import { transposed } from './transposed.ts';

type StoredFlat = Exclude<FlatName, 'gradients'>;

/**
 * One set of weights as TF.js tensors: flat buffers for parameters and moments; parameters as matrices cut from them, kept
 * until the weights change; gradients one tensor per parameter, joined only for the optimiser.
 */
export class TensorStore implements ParameterStore {
  readonly layout: ParameterLayout;
  readonly trainable: boolean;
  readonly #flats = new Map<StoredFlat, tf.Tensor>();
  readonly #parameters = new Map<number, tf.Tensor>();
  readonly #transposed = new Map<number, tf.Tensor>();
  readonly #gradients = new Map<number, tf.Tensor>();
  #joinedGradients: tf.Tensor | undefined;

  constructor(layout: ParameterLayout, options: { trainable: boolean }) {
    this.layout = layout;
    this.trainable = options.trainable;
  }

  upload(which: FlatName, data: Float32Array): void {
    if (data.length !== this.layout.length) {
      throw new KernelError('PLAN_INVALID', { flat: which, elements: data.length, expected: this.layout.length });
    }
    if (which !== 'gradients') {
      this.setFlat(which, tf.keep(upload(data, [data.length])));
      return;
    }
    this.clearGradients();
    for (const { offset, shape } of this.layout.entries) {
      const part = data.subarray(offset, offset + elementCount(shape));
      this.#gradients.set(offset, tf.keep(upload(part, shape)));
    }
  }

  async download(which: FlatName): Promise<Float32Array> {
    const data = Float32Array.from(await this.flat(which).data());
    this.#forgetJoined();
    return data;
  }

  /** The tensor behind a 'parameter' value. Owned by the store. */
  parameter(value: Value): tf.Tensor {
    return cached(this.#parameters, value.offset, () =>
      tf.tidy(() =>
        tf.reshape(tf.slice(this.flat('parameters'), value.offset, elementCount(value.shape)), [...value.shape]),
      ),
    );
  }

  /** Its transpose, kept too: a decoding step has few rows, and would spend its time transposing weights. */
  transposedParameter(value: Value): tf.Tensor {
    return cached(this.#transposed, value.offset, () => transposed(this.parameter(value) as tf.Tensor2D));
  }

  /** The tensor behind a 'gradient' value, zeros at first. Owned by the store; kernels may add into it. */
  gradient(value: Value): tf.Tensor {
    this.#forgetJoined();
    return cached(this.#gradients, value.offset, () => allocateZeros(value.shape));
  }

  setGradient(value: Value, tensor: tf.Tensor): void {
    this.#forgetJoined();
    const previous = this.#gradients.get(value.offset);
    if (previous !== tensor) previous?.dispose();
    this.#gradients.set(value.offset, tensor);
  }

  flat(which: FlatName): tf.Tensor {
    if (which === 'gradients') {
      this.#joinedGradients ??= tf.keep(this.#joinGradients());
      return this.#joinedGradients;
    }
    return cached(this.#flats, which, () => allocateZeros([this.layout.length]));
  }

  /** Takes over a flat buffer's new tensor (or the same one, changed in place). */
  setFlat(which: StoredFlat, tensor: tf.Tensor): void {
    const previous = this.#flats.get(which);
    if (previous !== tensor) previous?.dispose();
    this.#flats.set(which, tensor);
    if (which === 'parameters') {
      disposeAll(this.#parameters);
      disposeAll(this.#transposed);
    }
  }

  /** Gradients are zero from here on. */
  clearGradients(): void {
    this.#forgetJoined();
    disposeAll(this.#gradients);
  }

  dispose(): void {
    this.clearGradients();
    for (const tensors of [this.#flats, this.#parameters, this.#transposed])
      disposeAll(tensors as Map<unknown, tf.Tensor>);
  }

  #forgetJoined(): void {
    this.#joinedGradients?.dispose();
    this.#joinedGradients = undefined;
  }

  #joinGradients(): tf.Tensor {
    return tf.tidy(() => {
      const parts: tf.Tensor1D[] = [];
      this.layout.entries.forEach((entry: ParameterEntry, index) => {
        const size = elementCount(entry.shape);
        const end = this.layout.entries[index + 1]?.offset ?? this.layout.length;
        const gradient = this.#gradients.get(entry.offset);
        parts.push(gradient ? tf.reshape(gradient, [size]) : tf.zeros([size]));
        if (end > entry.offset + size) parts.push(tf.zeros([end - entry.offset - size]));
      });
      return parts.length === 0 ? tf.zeros([0]) : tf.concat(parts);
    });
  }
}

function cached<Key>(tensors: Map<Key, tf.Tensor>, key: Key, make: () => tf.Tensor): tf.Tensor {
  let tensor = tensors.get(key);
  if (!tensor) {
    tensor = tf.keep(make());
    tensors.set(key, tensor);
  }
  return tensor;
}

function disposeAll(tensors: Map<unknown, tf.Tensor>): void {
  for (const tensor of tensors.values()) tensor.dispose();
  tensors.clear();
}
