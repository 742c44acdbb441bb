import * as tf from '@tensorflow/tfjs-core';
import { attribute, type ReferenceKernel } from '../tensors/ReferenceKernel.ts';

/** PyTorch's AdamW: weights decay by 1 − lr·weightDecay, then the bias-corrected Adam step (arXiv:1711.05101, Alg. 2). */
export const adamWReference: ReferenceKernel = (inputs, attributes) => {
  const [parameters, gradients, first, second, norm, hyper] = inputs as [
    tf.Tensor1D,
    tf.Tensor1D,
    tf.Tensor1D,
    tf.Tensor1D,
    tf.Tensor1D,
    tf.Tensor1D,
  ];
  const [lr, beta1, beta2, eps, weightDecay, step, maxGradNorm, gradientScale] = tf.unstack(hyper) as [
    tf.Scalar,
    tf.Scalar,
    tf.Scalar,
    tf.Scalar,
    tf.Scalar,
    tf.Scalar,
    tf.Scalar,
    tf.Scalar,
  ];
  const scaledNorm = tf.add(tf.mul(tf.reshape(norm, []), gradientScale), 1e-6);
  // maxGradNorm 0 means no clipping.
  const clip = tf.where(tf.greater(maxGradNorm, 0), tf.minimum(tf.div(maxGradNorm, scaledNorm), 1), tf.scalar(1));
  const gradient = tf.mul(gradients, tf.mul(gradientScale, clip));
  const nextFirst = tf.add(tf.mul(first, beta1), tf.mul(gradient, tf.sub(1, beta1)));
  const nextSecond = tf.add(tf.mul(second, beta2), tf.mul(tf.square(gradient), tf.sub(1, beta2)));
  const firstCorrection = tf.sub(1, tf.pow(beta1, step));
  const secondCorrection = tf.sub(1, tf.pow(beta2, step));
  const denominator = tf.add(tf.div(tf.sqrt(nextSecond), tf.sqrt(secondCorrection)), eps);
  const decayLength = attribute(attributes, 'decayLength');
  const decays = tf.concat([tf.ones([decayLength]), tf.zeros([parameters.size - decayLength])]); // [P]
  const kept = tf.sub(1, tf.mul(decays, tf.mul(lr, weightDecay)));
  const move = tf.mul(tf.div(lr, firstCorrection), tf.div(nextFirst, denominator));
  return [tf.sub(tf.mul(parameters, kept), move), tf.zerosLike(gradients), nextFirst, nextSecond];
};
