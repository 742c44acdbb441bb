import * as tf from '@tensorflow/tfjs-core';
import { accumulated, type ReferenceKernel } from '../tensors/ReferenceKernel.ts';

export const embeddingReference: ReferenceKernel = ([ids, table]) => [
  tf.gather(table as tf.Tensor2D, ids as tf.Tensor1D), // [M, C]
];

/** A product with one-hot rows: TF.js's WASM backend has no UnsortedSegmentSum. */
export const embeddingGradReference: ReferenceKernel = ([ids, dOut], _attributes, [previous]) => {
  const rows = (previous as tf.Tensor).shape[0] as number;
  const oneHot = tf.cast(tf.oneHot(ids as tf.Tensor1D, rows), 'float32'); // [M, V]
  return [accumulated(previous, tf.matMul(tf.transpose(oneHot), dOut as tf.Tensor2D))]; // [V, C]
};
