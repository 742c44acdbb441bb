import * as tf from '@tensorflow/tfjs-core';
import { KernelError, type ParameterStore } from '../plan/executor.ts';
import { elementCount } from '../plan/layoutParameters.ts';
import type { FlatName, ParameterLayout, Value } from '../plan/types.ts';
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
  readonly #parameters = new Map<string, tf.Tensor>();
  readonly #transposed = new Map<string, tf.Tensor>();
  /** What was added to ranges of the flat gradient, which may overlap (a table and a chunk of its rows): their sum counts. */
  readonly #gradients = new Map<string, { readonly offset: number; readonly tensor: tf.Tensor }>();
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
    this.#gradients.set('uploaded', { offset: 0, tensor: tf.keep(upload(data, [data.length])) });
  }

  async download(which: FlatName): Promise<Float32Array> {
    const data = Float32Array.from(await this.flat(which).data());
    this.#forgetJoined();
    return data;
  }

  /** The tensor behind a 'parameter' value. Owned by the store. */
  parameter(value: Value): tf.Tensor {
    return cached(this.#parameters, rangeKey(value), () =>
      tf.tidy(() =>
        tf.reshape(tf.slice(this.flat('parameters'), value.offset, elementCount(value.shape)), [...value.shape]),
      ),
    );
  }

  /** Its transpose, kept too: a decoding step has few rows, and would spend its time transposing weights. */
  transposedParameter(value: Value): tf.Tensor {
    return cached(this.#transposed, rangeKey(value), () => transposed(this.parameter(value) as tf.Tensor2D));
  }

  /** What was added through a 'gradient' value so far, zeros at first. Owned by the store; kernels may add into it. */
  gradient(value: Value): tf.Tensor {
    this.#forgetJoined();
    const key = rangeKey(value);
    const known = this.#gradients.get(key);
    if (known) return known.tensor;
    const tensor = tf.keep(allocateZeros(value.shape));
    this.#gradients.set(key, { offset: value.offset, tensor });
    return tensor;
  }

  setGradient(value: Value, tensor: tf.Tensor): void {
    this.#forgetJoined();
    const key = rangeKey(value);
    const previous = this.#gradients.get(key)?.tensor;
    if (previous !== tensor) previous?.dispose();
    this.#gradients.set(key, { offset: value.offset, tensor });
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
    for (const { tensor } of this.#gradients.values()) tensor.dispose();
    this.#gradients.clear();
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
    const joined = new Float32Array(this.layout.length);
    for (const { offset, tensor } of this.#gradients.values()) {
      const part = tensor.dataSync();
      for (let i = 0; i < part.length; i++) joined[offset + i]! += part[i] as number;
    }
    return upload(joined, [joined.length]);
  }
}

const rangeKey = ({ offset, shape }: Value): string => `${offset} [${shape.join(',')}]`;

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
