import * as tf from '@tensorflow/tfjs-core';
import type { ReferenceKernel } from '../tensors/ReferenceKernel.ts';

export const swigluReference: ReferenceKernel = ([gateUp]) => {
  const [gate, up] = halves(gateUp as tf.Tensor);
  return [tf.mul(tf.mul(gate, tf.sigmoid(gate)), up)];
};

/** d silu(g)/dg = σ(g)·(1 + g·(1 − σ(g))) */
export const swigluGradReference: ReferenceKernel = (inputs) => {
  const [gateUp, dOut] = inputs as [tf.Tensor, tf.Tensor];
  const [gate, up] = halves(gateUp);
  const sigmoid = tf.sigmoid(gate);
  const silu = tf.mul(gate, sigmoid);
  const slope = tf.add(sigmoid, tf.mul(silu, tf.sub(1, sigmoid)));
  return [tf.concat([tf.mul(tf.mul(dOut, up), slope), tf.mul(dOut, silu)], 1)];
};

function halves(gateUp: tf.Tensor): [tf.Tensor, tf.Tensor] {
  const width = (gateUp.shape[1] as number) / 2;
  return [tf.slice(gateUp, [0, 0], [-1, width]), tf.slice(gateUp, [0, width], [-1, width])];
}
