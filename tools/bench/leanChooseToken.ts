import * as tf from '@tensorflow/tfjs-core';
import type { ReferenceKernel } from '../../src/kernels/tensors/ReferenceKernel.ts';

/**
 * The choice of a token as somebody would compose it of TF.js's ops for what is measured: temperature 1, all tokens, no
 * end tokens. The kernel's reference sorts the vocabulary for a nucleus, whether one is asked for or not: as a peer that
 * would be a straw man.
 */
export const leanChooseToken: ReferenceKernel = (inputs, attributes) => {
  const [logits, uniforms, settings, , positions, progress, answers] = inputs as [
    tf.Tensor2D,
    tf.Tensor2D,
    tf.Tensor1D,
    tf.Tensor1D,
    tf.Tensor1D,
    tf.Tensor1D,
    tf.Tensor3D,
  ];
  const length = answers.shape[1];
  const going = tf.greaterEqual(progress, 0); // [R]
  const count = tf.maximum(progress, 0);
  const logps = tf.logSoftmax(logits); // [R, V]
  const reached = tf.cumsum(tf.exp(logps), 1);
  const slot = tf.cast(tf.oneHot(tf.cast(count, 'int32'), length), 'float32'); // [R, L]
  const uniform = tf.sum(tf.mul(tf.transpose(uniforms), slot), 1, true); // [R, 1]
  const id = tf.argMax(tf.cast(tf.less(uniform, reached), 'float32'), 1); // the first that ends beyond it
  const logp = tf.sum(tf.mul(logps, tf.cast(tf.oneHot(tf.cast(id, 'int32'), logits.shape[1]), 'float32')), 1);
  const next = tf.add(count, 1);
  const full = tf.greaterEqual(tf.cast(next, 'float32'), tf.slice(settings, 2, 1));
  const written = tf.mul(tf.expandDims(slot, 2), tf.reshape(tf.cast(going, 'float32'), [-1, 1, 1])); // [R, L, 1]
  const entry = tf.expandDims(tf.stack([tf.cast(id, 'float32'), logp], 1), 1); // [R, 1, 2]
  return [
    tf.cast(id, 'int32'),
    tf.cast(tf.add(positions, attributes.advance ?? 0), 'int32'),
    tf.cast(tf.where(going, tf.where(full, tf.sub(-1, next), next), progress), 'int32'),
    tf.add(tf.mul(answers, tf.sub(1, written)), tf.mul(entry, written)),
  ];
};
