import * as tf from '@tensorflow/tfjs-core';
import { attribute, type ReferenceKernel } from '../tensors/ReferenceKernel.ts';

export const cachedAttentionReference: ReferenceKernel = (inputs, attributes) => {
  const [qkv, positions, keyCache, valueCache] = inputs as [tf.Tensor2D, tf.Tensor1D, tf.Tensor, tf.Tensor];
  const [capacity, heads, kvHeads, headSize] = ['capacity', 'heads', 'kvHeads', 'headSize'].map((name) =>
    attribute(attributes, name),
  ) as [number, number, number, number];
  const [q, k, v] = tf.split(qkv, [heads * headSize, kvHeads * headSize, kvHeads * headSize], 1) as [
    tf.Tensor2D,
    tf.Tensor2D,
    tf.Tensor2D,
  ];
  const written = tf.expandDims(tf.cast(tf.oneHot(positions, capacity), 'float32'), 2); // [R, S, 1]
  const store = (cache: tf.Tensor, row: tf.Tensor): tf.Tensor =>
    tf.add(tf.mul(cache, tf.sub(1, written)), tf.mul(written, tf.expandDims(row, 1))); // [R, S, KV·D]
  const keys = store(keyCache, k);
  const values = store(valueCache, v);
  /** [R, S, KV·D] → [R, H, S, D] */
  const repeated = (cache: tf.Tensor): tf.Tensor => {
    const split = tf.transpose(tf.reshape(cache, [-1, capacity, kvHeads, headSize]), [0, 2, 1, 3]); // [R, KV, S, D]
    // Rank 4: TF.js's WebGPU backend tiles more on the host, where it cannot read without a canvas.
    const flat = tf.reshape(split, [-1, kvHeads, 1, capacity * headSize]);
    return tf.reshape(tf.tile(flat, [1, 1, heads / kvHeads, 1]), [-1, heads, capacity, headSize]);
  };
  const queries = tf.reshape(q, [-1, heads, 1, headSize]);
  const scores = tf.mul(tf.matMul(queries, repeated(keys), false, true), 1 / Math.sqrt(headSize)); // [R, H, 1, S]
  const seen = tf.lessEqual(
    tf.reshape(tf.range(0, capacity, 1, 'int32'), [1, 1, 1, capacity]),
    tf.reshape(positions, [-1, 1, 1, 1]),
  );
  const mask = tf.cast(seen, 'float32'); // [R, 1, 1, S]
  const weights = tf.softmax(tf.add(tf.mul(scores, mask), tf.mul(tf.sub(1, mask), -1e9)));
  return [tf.reshape(tf.matMul(weights, repeated(values)), q.shape), keys, values];
};

/** One product with a 0/1 matrix: TF.js's scatter has no in-place form. */
export const cacheRowsReference: ReferenceKernel = (inputs, attributes) => {
  const [qkv, slots, keyCache, valueCache] = inputs as [tf.Tensor2D, tf.Tensor1D, tf.Tensor3D, tf.Tensor3D];
  const [heads, width] = [attribute(attributes, 'heads') * attribute(attributes, 'headSize'), keyCache.shape[2]];
  const count = keyCache.shape[0] * keyCache.shape[1];
  const placing = tf.transpose(tf.cast(tf.oneHot(slots, count), 'float32') as tf.Tensor2D); // [R·S, M]
  const kept = tf.sub(1, tf.sum(placing, 1, true)); // [R·S, 1]
  return [keyCache, valueCache].map((cache, index) => {
    const rows = tf.slice(qkv, [0, heads + index * width], [-1, width]);
    const flat = tf.reshape(cache, [count, width]);
    return tf.reshape(tf.add(tf.mul(flat, kept), tf.matMul(placing, rows)), cache.shape);
  });
};
