import * as tf from '@tensorflow/tfjs-core';
import type { ReferenceKernel } from '../tensors/ReferenceKernel.ts';

export const addReference: ReferenceKernel = (inputs) => [tf.add(...(inputs as [tf.Tensor, tf.Tensor]))];
