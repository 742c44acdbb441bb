import * as tf from '@tensorflow/tfjs-core';
import { accumulated, attribute, type ReferenceKernel } from '../tensors/ReferenceKernel.ts';

/**
 * Transposes first: TF.js's WASM backend takes its SIMD path (XNNPACK) only for untransposed rank-2 products.
 */
export const matmulReference: ReferenceKernel = (inputs, attributes, [previous]) => {
  const [a, b, residual] = inputs as [tf.Tensor2D, tf.Tensor2D, tf.Tensor2D | undefined];
  const left = attribute(attributes, 'transposeA') ? tf.transpose(a) : a;
  const right = attribute(attributes, 'transposeB') ? tf.transpose(b) : b;
  const product = tf.matMul(left, right); // [R, P]
  return [accumulated(previous, residual ? tf.add(product, residual) : product)];
};
