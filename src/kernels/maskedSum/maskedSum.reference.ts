import * as tf from '@tensorflow/tfjs-core';
import { attribute, type ReferenceKernel } from '../tensors/ReferenceKernel.ts';

export const maskedSumReference: ReferenceKernel = (inputs, attributes) => {
  const [x, weights] = inputs as [tf.Tensor, tf.Tensor];
  return [tf.sum(tf.reshape(tf.mul(x, weights), [-1, attribute(attributes, 'tokens')]), 1)]; // [N]
};

export const maskedSumGradReference: ReferenceKernel = (inputs, attributes) => {
  const [weights, dSum] = inputs as [tf.Tensor, tf.Tensor];
  const perSequence = tf.reshape(weights, [-1, attribute(attributes, 'tokens')]); // [N, T]
  return [tf.reshape(tf.mul(perSequence, tf.expandDims(dSum, 1)), [-1])]; // [N·T]
};
