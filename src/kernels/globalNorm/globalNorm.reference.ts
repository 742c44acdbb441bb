import * as tf from '@tensorflow/tfjs-core';
import type { ReferenceKernel } from '../tensors/ReferenceKernel.ts';

export const globalNormReference: ReferenceKernel = ([gradients]) => [
  tf.reshape(tf.sqrt(tf.sum(tf.square(gradients as tf.Tensor))), [1]),
];
