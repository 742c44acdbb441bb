import * as tf from '@tensorflow/tfjs-core';
import { attribute, type ReferenceKernel } from '../tensors/ReferenceKernel.ts';
import { ropeFrequencies } from './rope.ts';

export const ropeReference: ReferenceKernel = (inputs, attributes) => {
  const [x, positions] = inputs as [tf.Tensor2D, tf.Tensor1D];
  const headSize = attribute(attributes, 'headSize');
  const half = headSize / 2;
  const heads = attribute(attributes, 'heads');
  const turning = heads * headSize;
  const direction = attribute(attributes, 'inverse') ? -1 : 1;
  const frequencies = [...ropeFrequencies(headSize, attribute(attributes, 'theta'))];
  const angles = tf.mul(tf.reshape(tf.cast(positions, 'float32'), [-1, 1, 1]), tf.tensor3d(frequencies, [1, 1, half])); // [M, 1, D/2]
  const cosine = tf.cos(angles);
  const sine = tf.mul(tf.sin(angles), direction);
  const perHead = tf.reshape(tf.slice(x, [0, 0], [-1, turning]), [-1, heads, headSize]); // [M, heads, D]
  const first = tf.slice(perHead, [0, 0, 0], [-1, -1, half]);
  const second = tf.slice(perHead, [0, 0, half], [-1, -1, half]);
  const turned = tf.concat(
    [tf.sub(tf.mul(first, cosine), tf.mul(second, sine)), tf.add(tf.mul(second, cosine), tf.mul(first, sine))],
    2,
  );
  const columns = tf.reshape(turned, [-1, turning]);
  if (turning === x.shape[1]) return [columns];
  return [tf.concat([columns, tf.slice(x, [0, turning], [-1, -1])], 1)]; // [M, W]
};
