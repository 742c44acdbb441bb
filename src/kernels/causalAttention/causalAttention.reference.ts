import * as tf from '@tensorflow/tfjs-core';
import type { Attributes } from '../plan/types.ts';
import { attribute, type ReferenceKernel } from '../tensors/ReferenceKernel.ts';
import type { AttentionShape } from './causalAttention.ts';
import { type Segment, segmentList } from './segments.ts';

/** Added to scores that must not count: exp gives exactly 0, and no infinity enters a product. */
const MASKED = -1e9;

/** Sequence by sequence: batched products over padded sequences would compute the padding too. */
export const causalAttentionReference: ReferenceKernel = (inputs, attributes) => {
  const [qkv, segments] = inputs as [tf.Tensor2D, tf.Tensor2D];
  const shape = shapeOf(attributes);
  const parts = segmentList(segments.dataSync() as Int32Array).map((segment) => {
    const { q, k, v } = heads(qkv, segment, shape);
    const scores = maskedScores(q, k, shape); // [H, T, T]
    const lse = tf.logSumExp(scores, 2, true); // [H, T, 1]
    return { segment, out: mergeHeads(tf.matMul(tf.exp(tf.sub(scores, lse)), v)), lse: mergeHeads(lse) };
  });
  const rows = qkv.shape[0];
  return [
    placed(
      parts.map(({ segment, out }) => ({ segment, part: out })),
      rows,
      shape.heads * shape.headSize,
    ),
    placed(
      parts.map(({ segment, lse }) => ({ segment, part: lse })),
      rows,
      shape.heads,
    ),
  ];
};

export const causalAttentionGradReference: ReferenceKernel = (inputs, attributes) => {
  const [qkv, segments, out, lse, dOut] = inputs as [tf.Tensor2D, tf.Tensor2D, tf.Tensor2D, tf.Tensor2D, tf.Tensor2D];
  const shape = shapeOf(attributes);
  const parts = segmentList(segments.dataSync() as Int32Array).map((segment) => {
    const { q, k, v } = heads(qkv, segment, shape);
    const weights = tf.exp(tf.sub(maskedScores(q, k, shape), split(lse, segment, 0, shape.heads, 1))); // [H, T, T]
    const grad = split(dOut, segment, 0, shape.heads, shape.headSize); // [H, T, D]
    const mixed = split(out, segment, 0, shape.heads, shape.headSize);
    const delta = tf.sum(tf.mul(grad, mixed), 2, true); // [H, T, 1]
    const weightsGrad = tf.matMul(grad, v, false, true); // [H, T, T]
    const scoresGrad = tf.mul(tf.mul(weights, tf.sub(weightsGrad, delta)), 1 / Math.sqrt(shape.headSize));
    const part = tf.concat(
      [
        mergeHeads(tf.matMul(scoresGrad, k)),
        mergeHeads(sumGroups(tf.matMul(scoresGrad, q, true, false), shape)),
        mergeHeads(sumGroups(tf.matMul(weights, grad, true, false), shape)),
      ],
      1,
    );
    return { segment, part };
  });
  return [placed(parts, qkv.shape[0], qkv.shape[1])];
};

function shapeOf(attributes: Attributes): AttentionShape {
  return {
    heads: attribute(attributes, 'heads'),
    kvHeads: attribute(attributes, 'kvHeads'),
    headSize: attribute(attributes, 'headSize'),
  };
}

/** A segment's queries, keys and values, [H, T, D] each: a key/value head once per query head of its group. */
function heads(qkv: tf.Tensor2D, segment: Segment, shape: AttentionShape) {
  const { heads: H, kvHeads: KV, headSize: D } = shape;
  return {
    q: split(qkv, segment, 0, H, D),
    k: repeatHeads(split(qkv, segment, H * D, KV, D), shape),
    v: repeatHeads(split(qkv, segment, (H + KV) * D, KV, D), shape),
  };
}

/** [M, …] from a column on → [count, T, size] */
function split(x: tf.Tensor2D, { begin, end }: Segment, column: number, count: number, size: number): tf.Tensor3D {
  const part = tf.slice(x, [begin, column], [end - begin, count * size]);
  return tf.transpose(tf.reshape(part, [end - begin, count, size]), [1, 0, 2]);
}

/** [heads, T, D] → [T, heads·D] */
function mergeHeads(x: tf.Tensor): tf.Tensor2D {
  const [count, tokens, size] = x.shape as [number, number, number];
  return tf.reshape(tf.transpose(x, [1, 0, 2]), [tokens, count * size]);
}

/** [KV, T, D] → [H, T, D] */
function repeatHeads(x: tf.Tensor3D, { heads: H, kvHeads: KV }: AttentionShape): tf.Tensor3D {
  const [, tokens, size] = x.shape;
  return tf.reshape(tf.tile(tf.reshape(x, [KV, 1, tokens * size]), [1, H / KV, 1]), [H, tokens, size]);
}

/** [H, T, D] → [KV, T, D] */
function sumGroups(x: tf.Tensor, { heads: H, kvHeads: KV }: AttentionShape): tf.Tensor {
  const [, tokens, size] = x.shape as [number, number, number];
  return tf.sum(tf.reshape(x, [KV, H / KV, tokens, size]), 1);
}

/** Scaled scores [H, T, T], MASKED above the diagonal. */
function maskedScores(queries: tf.Tensor, keys: tf.Tensor, { headSize }: AttentionShape): tf.Tensor {
  const scores = tf.mul(tf.matMul(queries, keys, false, true), 1 / Math.sqrt(headSize));
  const positions = tf.range(0, queries.shape[1] as number);
  const mask = tf.cast(tf.lessEqual(tf.expandDims(positions, 0), tf.expandDims(positions, 1)), 'float32'); // [T, T]
  return tf.add(tf.mul(scores, mask), tf.mul(tf.sub(1, mask), MASKED));
}

/** The parts at their segments' rows, zeros elsewhere: [rows, columns]. */
function placed(
  parts: readonly { readonly segment: Segment; readonly part: tf.Tensor2D }[],
  rows: number,
  columns: number,
): tf.Tensor2D {
  const pieces: tf.Tensor2D[] = [];
  let row = 0;
  for (const { segment, part } of parts) {
    if (segment.begin > row) pieces.push(tf.zeros([segment.begin - row, columns]));
    pieces.push(part);
    row = segment.end;
  }
  if (row < rows) pieces.push(tf.zeros([rows - row, columns]));
  return tf.concat(pieces, 0);
}
