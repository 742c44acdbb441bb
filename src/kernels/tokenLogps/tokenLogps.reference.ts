import * as tf from '@tensorflow/tfjs-core';
import type { ReferenceKernel } from '../tensors/ReferenceKernel.ts';

export const tokenLogpsReference: ReferenceKernel = (inputs) => {
  const [logits, targets] = inputs as [tf.Tensor2D, tf.Tensor1D];
  const lse = tf.logSumExp(logits, 1, true); // [M, 1]
  const logProbabilities = tf.sub(logits, lse); // [M, V]
  const logps = tf.sum(tf.mul(logProbabilities, oneHot(targets, logits.shape[1])), 1);
  const entropy = tf.neg(tf.sum(tf.mul(tf.exp(logProbabilities), logProbabilities), 1));
  return [logps, tf.reshape(lse, [-1]), entropy];
};

export const tokenLogpsGradReference: ReferenceKernel = (inputs) => {
  const [logits, targets, lse, dLogps] = inputs as [tf.Tensor2D, tf.Tensor1D, tf.Tensor1D, tf.Tensor1D];
  const probabilities = tf.exp(tf.sub(logits, tf.expandDims(lse, 1)));
  return [tf.mul(tf.sub(oneHot(targets, logits.shape[1]), probabilities), tf.expandDims(dLogps, 1))]; // [M, V]
};

function oneHot(ids: tf.Tensor1D, size: number): tf.Tensor {
  return tf.cast(tf.oneHot(ids, size), 'float32');
}
