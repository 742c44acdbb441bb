import * as tf from '@tensorflow/tfjs-core';
import { attribute, type ReferenceKernel } from '../tensors/ReferenceKernel.ts';

export const logitStatisticsReference: ReferenceKernel = (inputs, attributes) => {
  const [logits, targets, previous] = inputs as [tf.Tensor2D, tf.Tensor1D, tf.Tensor2D | undefined];
  const highest = tf.max(logits, 1, true); // [M, 1]
  const shifted = tf.sub(logits, highest);
  const exponentials = tf.exp(shifted);
  const mass = tf.sum(exponentials, 1, true);
  const moment = tf.sum(tf.mul(shifted, exponentials), 1, true);
  const hit = oneHot(targets, attribute(attributes, 'firstId'), logits.shape[1]);
  const chosen = tf.sum(tf.mul(logits, hit), 1, true);
  if (!previous) return [tf.concat([highest, mass, moment, chosen], 1)];
  const [oldHighest, oldMass, oldMoment, oldChosen] = tf.split(previous, 4, 1) as [
    tf.Tensor,
    tf.Tensor,
    tf.Tensor,
    tf.Tensor,
  ];
  const peak = tf.maximum(highest, oldHighest);
  /** Σ (x − peak)·e^(x − peak) from the same about a lower maximum. */
  const raised = (from: tf.Tensor, itsMass: tf.Tensor, itsMoment: tf.Tensor) => {
    const shift = tf.sub(from, peak);
    const rescale = tf.exp(shift);
    return {
      mass: tf.mul(rescale, itsMass),
      moment: tf.mul(rescale, tf.add(itsMoment, tf.mul(shift, itsMass))),
    };
  };
  const [before, now] = [raised(oldHighest, oldMass, oldMoment), raised(highest, mass, moment)];
  return [
    tf.concat([peak, tf.add(before.mass, now.mass), tf.add(before.moment, now.moment), tf.add(oldChosen, chosen)], 1),
  ];
};

export const tokenLogpsReference: ReferenceKernel = ([statistics]) => {
  const [highest, mass, moment, chosen] = tf
    .split(statistics as tf.Tensor2D, 4, 1)
    .map((part) => tf.reshape(part, [-1])) as [tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor];
  const logMass = tf.log(mass);
  return [tf.sub(tf.sub(chosen, highest), logMass), tf.add(highest, logMass), tf.sub(logMass, tf.div(moment, mass))];
};

export const tokenLogpsGradReference: ReferenceKernel = (inputs, attributes) => {
  const [logits, targets, lse, dLogps] = inputs as [tf.Tensor2D, tf.Tensor1D, tf.Tensor1D, tf.Tensor1D];
  const probabilities = tf.exp(tf.sub(logits, tf.expandDims(lse, 1)));
  const hit = oneHot(targets, attribute(attributes, 'firstId'), logits.shape[1]);
  return [tf.mul(tf.sub(hit, probabilities), tf.expandDims(dLogps, 1))]; // [M, P]
};

/** 1 at target − firstId; a row whose target lies elsewhere is all zeros. */
function oneHot(ids: tf.Tensor1D, firstId: number, size: number): tf.Tensor {
  // Not tf.oneHot: it refuses a depth of 1.
  return tf.cast(
    tf.equal(tf.expandDims(ids, 1), tf.expandDims(tf.range(firstId, firstId + size, 1, 'int32'), 0)),
    'float32',
  );
}
