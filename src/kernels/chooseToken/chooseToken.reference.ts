import * as tf from '@tensorflow/tfjs-core';
import { attribute, type ReferenceKernel } from '../tensors/ReferenceKernel.ts';

/** TF.js from end to end, so that a decoding step on tensors stays on the device; sums in float32. */
export const chooseTokenReference: ReferenceKernel = (inputs, attributes) => {
  const [logits, uniforms, settings, ids, positions, progress, answers] = inputs as [
    tf.Tensor2D,
    tf.Tensor2D,
    tf.Tensor1D,
    tf.Tensor1D,
    tf.Tensor1D,
    tf.Tensor1D,
    tf.Tensor3D,
  ];
  const [rows, vocabulary] = logits.shape;
  const length = answers.shape[1];
  const setting = (index: number) => tf.reshape(tf.slice(settings, index, 1), []);
  const going = tf.greaterEqual(progress, 0); // [R]
  const count = tf.cast(tf.maximum(progress, 0), 'int32');
  const moved = tf.add(positions, tf.mul(tf.cast(going, 'int32'), attribute(attributes, 'advance')));
  const largest = tf.max(logits, 1, true); // [R, 1]
  const shifted = tf.sub(logits, largest);
  const ruined = tf.logicalOr(tf.logicalNot(tf.isFinite(tf.reshape(largest, [-1]))), tf.any(tf.isNaN(logits), 1));
  const best = tf.argMax(logits, 1); // the first of equals
  // Temperature 0 draws too, at 1, and then takes the likeliest instead.
  const greedy = tf.equal(setting(0), 0);
  const weights = tf.exp(tf.div(shifted, tf.where(greedy, tf.onesLike(setting(0)), setting(0)))); // [R, V]
  const sorted = tf.topk(weights, vocabulary).values;
  const before = tf.cumsum(sorted, 1, true);
  const kept = tf.less(before, tf.mul(tf.sum(weights, 1, true), setting(1)));
  const edge = tf.min(tf.where(kept, sorted, tf.max(sorted, 1, true)), 1, true); // [R, 1]
  const all = tf.greaterEqual(setting(1), 1);
  const nucleus = tf.where(tf.logicalOr(tf.greaterEqual(weights, edge), all), weights, tf.zerosLike(weights));
  const reached = tf.cumsum(nucleus, 1);
  // Not tf.oneHot: it refuses a depth of 1.
  const at = (index: tf.Tensor, size: number) =>
    tf.equal(tf.expandDims(index, 1), tf.expandDims(tf.range(0, size, 1, 'int32'), 0));
  const slot = at(count, length); // [R, L]
  const uniform = tf.sum(tf.mul(tf.transpose(uniforms), tf.cast(slot, 'float32')), 1, true); // [R, 1]
  const target = tf.mul(uniform, tf.slice(reached, [0, vocabulary - 1], [-1, 1]));
  // The first id whose stretch ends beyond the target; rounding may leave none: then the last of the nucleus.
  const drawn = tf.argMax(
    tf.mul(tf.cast(tf.less(target, reached), 'float32'), tf.cast(tf.greater(nucleus, 0), 'float32')),
    1,
  );
  const chosen = tf.where(tf.logicalOr(greedy, ruined), best, drawn);
  const id = tf.where(ruined, tf.zerosLike(chosen), chosen);
  const hit = at(tf.cast(id, 'int32'), vocabulary); // [R, V]
  const mass = tf.log(tf.sum(tf.exp(shifted), 1));
  const logp = tf.where(
    ruined,
    tf.fill([rows], Number.NaN),
    tf.sub(tf.sum(tf.where(hit, shifted, tf.zerosLike(shifted)), 1), mass),
  );
  const ends = tf.any(
    tf.equal(tf.expandDims(tf.cast(id, 'float32'), 1), tf.expandDims(tf.slice(settings, 3, 5), 0)),
    1,
  );
  const full = tf.greaterEqual(tf.cast(tf.add(count, 1), 'float32'), setting(2));
  const outside = tf.greaterEqual(moved, attribute(attributes, 'capacity'));
  const done = tf.logicalOr(tf.logicalOr(ruined, ends), tf.logicalOr(full, outside));
  const next = tf.where(done, tf.sub(-2, count), tf.add(count, 1));
  const written = tf.expandDims(tf.logicalAnd(slot, tf.expandDims(going, 1)), 2); // [R, L, 1]
  const entry = tf.expandDims(tf.stack([tf.cast(id, 'float32'), logp], 1), 1); // [R, 1, 2]
  return [
    tf.where(going, tf.cast(id, 'int32'), ids),
    tf.cast(tf.minimum(moved, attribute(attributes, 'capacity') - 1), 'int32'),
    tf.cast(tf.where(going, next, progress), 'int32'),
    tf.where(tf.tile(written, [1, 1, 2]), tf.tile(entry, [1, length, 1]), answers),
  ];
};
