import * as tf from '@tensorflow/tfjs-core';
import type { Attributes } from '../plan/types.ts';
import { attribute, type ReferenceKernel } from '../tensors/ReferenceKernel.ts';

/** Added to scores that must not count: exp gives exactly 0, and no infinity enters a product. */
const MASKED = -1e9;

interface Shape {
  readonly tokens: number;
  readonly heads: number;
  readonly kvHeads: number;
  readonly headSize: number;
}

export const causalAttentionReference: ReferenceKernel = (inputs, attributes) => {
  const [q, k, v, lengths] = inputs as [tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor];
  const shape = shapeOf(attributes);
  const rows = rowMask(lengths, shape.tokens);
  const scores = maskedScores(splitHeads(q, shape.heads, shape), repeatHeads(k, shape), shape); // [N, H, T, T]
  const lse = tf.logSumExp(scores, 3, true); // [N, H, T, 1]
  const mixed = tf.matMul(tf.exp(tf.sub(scores, lse)), repeatHeads(v, shape)); // [N, H, T, D]
  return [mergeHeads(tf.mul(mixed, rows)), mergeHeads(tf.mul(lse, rows))];
};

export const causalAttentionGradReference: ReferenceKernel = (inputs, attributes) => {
  const [q, k, v, lengths, out, lse, dOut] = inputs as [
    tf.Tensor,
    tf.Tensor,
    tf.Tensor,
    tf.Tensor,
    tf.Tensor,
    tf.Tensor,
    tf.Tensor,
  ];
  const shape = shapeOf(attributes);
  const rows = rowMask(lengths, shape.tokens);
  const queries = splitHeads(q, shape.heads, shape);
  const keys = repeatHeads(k, shape);
  const scores = maskedScores(queries, keys, shape);
  const rowLse = splitHeads(lse, shape.heads, { ...shape, headSize: 1 }); // [N, H, T, 1]
  // Rows beyond a length are cut before exp: their stored lse is 0, so that exp(score) might overflow.
  const probabilities = tf.exp(tf.sub(tf.mul(scores, rows), rowLse));
  const weights = tf.mul(tf.mul(probabilities, rows), causalMask(shape.tokens)); // [N, H, T, T]
  const mixedGrad = tf.mul(splitHeads(dOut, shape.heads, shape), rows); // [N, H, T, D]
  const delta = tf.sum(tf.mul(mixedGrad, splitHeads(out, shape.heads, shape)), 3, true); // [N, H, T, 1]
  const weightsGrad = tf.matMul(mixedGrad, repeatHeads(v, shape), false, true); // [N, H, T, T]
  const scoresGrad = tf.mul(tf.mul(weights, tf.sub(weightsGrad, delta)), 1 / Math.sqrt(shape.headSize));
  return [
    mergeHeads(tf.matMul(scoresGrad, keys)),
    mergeHeads(sumGroups(tf.matMul(scoresGrad, queries, true, false), shape)),
    mergeHeads(sumGroups(tf.matMul(weights, mixedGrad, true, false), shape)),
  ];
};

function shapeOf(attributes: Attributes): Shape {
  return {
    tokens: attribute(attributes, 'tokens'),
    heads: attribute(attributes, 'heads'),
    kvHeads: attribute(attributes, 'kvHeads'),
    headSize: attribute(attributes, 'headSize'),
  };
}

/** [N·T, heads·D] → [N, heads, T, D] */
function splitHeads(x: tf.Tensor, heads: number, shape: Shape): tf.Tensor {
  return tf.transpose(tf.reshape(x, [-1, shape.tokens, heads, shape.headSize]), [0, 2, 1, 3]);
}

/** [N, heads, T, D] → [N·T, heads·D] */
function mergeHeads(x: tf.Tensor): tf.Tensor {
  const [sequences, heads, tokens, size] = x.shape as [number, number, number, number];
  return tf.reshape(tf.transpose(x, [0, 2, 1, 3]), [sequences * tokens, heads * size]);
}

/** [N·T, KV·D] → [N, H, T, D], each key/value head once per query head of its group. */
function repeatHeads(x: tf.Tensor, shape: Shape): tf.Tensor {
  const { tokens, heads, kvHeads, headSize } = shape;
  // Rank 4: TF.js has no gradient for a tile of rank 5.
  const split = tf.reshape(splitHeads(x, kvHeads, shape), [-1, kvHeads, 1, tokens * headSize]);
  return tf.reshape(tf.tile(split, [1, 1, heads / kvHeads, 1]), [-1, heads, tokens, headSize]);
}

/** [N, H, T, D] → [N, KV, T, D] */
function sumGroups(x: tf.Tensor, shape: Shape): tf.Tensor {
  const { tokens, heads, kvHeads, headSize } = shape;
  return tf.sum(tf.reshape(x, [-1, kvHeads, heads / kvHeads, tokens, headSize]), 2);
}

/** Scaled scores [N, H, T, T], MASKED above the diagonal. */
function maskedScores(queries: tf.Tensor, keys: tf.Tensor, shape: Shape): tf.Tensor {
  const scores = tf.mul(tf.matMul(queries, keys, false, true), 1 / Math.sqrt(shape.headSize));
  const mask = causalMask(shape.tokens);
  return tf.add(tf.mul(scores, mask), tf.mul(tf.sub(1, mask), MASKED));
}

/** 1 where column ≤ row: [T, T]. */
function causalMask(tokens: number): tf.Tensor {
  const positions = tf.range(0, tokens);
  return tf.cast(tf.lessEqual(tf.expandDims(positions, 0), tf.expandDims(positions, 1)), 'float32');
}

/** 1 for rows before their sequence's length: [N, 1, T, 1]. */
function rowMask(lengths: tf.Tensor, tokens: number): tf.Tensor {
  const limits = tf.reshape(tf.cast(lengths, 'float32'), [-1, 1, 1, 1]);
  return tf.cast(tf.less(tf.reshape(tf.range(0, tokens), [1, 1, tokens, 1]), limits), 'float32');
}
