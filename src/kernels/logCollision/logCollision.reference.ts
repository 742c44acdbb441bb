import * as tf from '@tensorflow/tfjs-core';
import type { ReferenceKernel } from '../tensors/ReferenceKernel.ts';

export const collisionStatisticsReference: ReferenceKernel = (inputs) => {
  const [logits, statistics, previous] = inputs as [tf.Tensor2D, tf.Tensor2D, tf.Tensor2D?];
  const [peak] = tf.split(statistics, 4, 1) as [tf.Tensor]; // [M, 1]
  const squares = tf.sum(tf.exp(tf.mul(2, tf.sub(logits, peak))), 1, true); // [M, 1]
  if (!previous) return [tf.concat([peak, squares], 1)];
  const [oldPeak, oldSquares] = tf.split(previous, 2, 1) as [tf.Tensor, tf.Tensor];
  const earlier = tf.mul(tf.exp(tf.mul(2, tf.sub(oldPeak, peak))), oldSquares);
  return [tf.concat([peak, tf.add(squares, earlier)], 1)];
};

export const logCollisionReference: ReferenceKernel = (inputs) => {
  const [statistics, collisions] = inputs as [tf.Tensor2D, tf.Tensor2D];
  const mass = tf.slice(statistics, [0, 1], [-1, 1]); // [M, 1]
  const squares = tf.slice(collisions, [0, 1], [-1, 1]); // [M, 1]
  return [tf.reshape(tf.sub(tf.log(squares), tf.mul(2, tf.log(mass))), [-1])]; // [M]
};
