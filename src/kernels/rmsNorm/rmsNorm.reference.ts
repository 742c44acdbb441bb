import * as tf from '@tensorflow/tfjs-core';
import { accumulated, attribute, type ReferenceKernel } from '../tensors/ReferenceKernel.ts';

type Three = [tf.Tensor, tf.Tensor, tf.Tensor];

export const rmsNormReference: ReferenceKernel = (inputs, attributes) => {
  const [x, gain] = inputs as [tf.Tensor, tf.Tensor];
  const meanSquare = tf.mean(tf.square(x), 1, true); // [M, 1]
  const inverseRms = tf.rsqrt(tf.add(meanSquare, attribute(attributes, 'eps')));
  return [tf.mul(tf.mul(x, inverseRms), gain), tf.reshape(inverseRms, [-1])];
};

/** With r = 1/rms and g = dy·gain: dx = r·(g − x·r²·mean(g·x)). */
export const rmsNormGradReference: ReferenceKernel = (inputs) => {
  const [x, gain, inverseRms, dy, residual] = inputs as [...Three, tf.Tensor, tf.Tensor | undefined];
  const r = tf.expandDims(inverseRms, 1); // [M, 1]
  const g = tf.mul(dy, gain);
  const pull = tf.mul(tf.square(r), tf.mean(tf.mul(g, x), 1, true)); // [M, 1]
  return [accumulated(residual, tf.mul(r, tf.sub(g, tf.mul(x, pull))))]; // [M, C]
};

export const rmsNormGainGradReference: ReferenceKernel = (inputs, _attributes, [previous]) => {
  const [x, inverseRms, dy] = inputs as Three;
  const normed = tf.mul(x, tf.expandDims(inverseRms, 1));
  return [accumulated(previous, tf.sum(tf.mul(dy, normed), 0))]; // [C]
};
