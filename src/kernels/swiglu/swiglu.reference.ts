import * as tf from '@tensorflow/tfjs-core';
import type { ReferenceKernel } from '../tensors/ReferenceKernel.ts';

export const swigluReference: ReferenceKernel = (inputs) => {
  const [gate, up] = inputs as [tf.Tensor, tf.Tensor];
  return [tf.mul(tf.mul(gate, tf.sigmoid(gate)), up)];
};

/** d silu(g)/dg = σ(g)·(1 + g·(1 − σ(g))) */
export const swigluGradReference: ReferenceKernel = (inputs) => {
  const [gate, up, dOut] = inputs as [tf.Tensor, tf.Tensor, tf.Tensor];
  const sigmoid = tf.sigmoid(gate);
  const silu = tf.mul(gate, sigmoid);
  const slope = tf.add(sigmoid, tf.mul(silu, tf.sub(1, sigmoid)));
  return [tf.mul(tf.mul(dOut, up), slope), tf.mul(dOut, silu)];
};
