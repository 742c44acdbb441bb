import * as tf from '@tensorflow/tfjs-core';
import type { ReferenceKernel } from '../tensors/ReferenceKernel.ts';
import { tokenLogpsGradReference } from '../tokenLogps/tokenLogps.reference.ts';

export const klStatisticsReference: ReferenceKernel = (inputs) => {
  const [logits, refLogits, statistics, previous] = inputs as [tf.Tensor2D, tf.Tensor2D, tf.Tensor2D, tf.Tensor2D?];
  const [peak] = tf.split(statistics, 4, 1) as [tf.Tensor]; // [M, 1]
  const [oldRefPeak, oldMass, oldMoment, oldPeak] = previous
    ? (tf.split(previous, 4, 1) as [tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor])
    : [];
  const highest = tf.max(refLogits, 1, true); // [M, 1]
  const refPeak = oldRefPeak ? tf.maximum(highest, oldRefPeak) : highest;
  const shifted = tf.sub(refLogits, refPeak);
  const exponentials = tf.exp(shifted);
  const mass = tf.sum(exponentials, 1, true);
  const moment = tf.sum(tf.mul(exponentials, tf.sub(shifted, tf.sub(logits, peak))), 1, true);
  if (!oldRefPeak || !oldMass || !oldMoment || !oldPeak) return [tf.concat([refPeak, mass, moment, peak], 1)];
  /** The earlier sum about the peaks of now. */
  const refShift = tf.sub(oldRefPeak, refPeak);
  const rescale = tf.exp(refShift);
  const shift = tf.sub(refShift, tf.sub(oldPeak, peak));
  const raised = tf.mul(rescale, tf.add(oldMoment, tf.mul(oldMass, shift)));
  return [tf.concat([refPeak, tf.add(mass, tf.mul(rescale, oldMass)), tf.add(moment, raised), peak], 1)];
};

export const tokenKlReference: ReferenceKernel = (inputs) => {
  const [statistics, refStatistics] = inputs as [tf.Tensor2D, tf.Tensor2D];
  const column = (of: tf.Tensor2D, index: number) => tf.reshape(tf.slice(of, [0, index], [-1, 1]), [-1]); // [M]
  const refMass = column(refStatistics, 1);
  const logRefMass = tf.log(refMass);
  const meanDifference = tf.div(column(refStatistics, 2), refMass);
  return [
    tf.add(meanDifference, tf.sub(tf.log(column(statistics, 1)), logRefMass)),
    tf.add(column(refStatistics, 0), logRefMass),
  ];
};

export const tokenLogpsKlGradReference: ReferenceKernel = (inputs, attributes) => {
  const [logits, targets, lse, dLogps, refLogits, refLse, dKl] = inputs as [
    tf.Tensor2D,
    tf.Tensor1D,
    tf.Tensor1D,
    tf.Tensor1D,
    tf.Tensor2D,
    tf.Tensor1D,
    tf.Tensor1D,
  ];
  const [ofLogps] = tokenLogpsGradReference([logits, targets, lse, dLogps], attributes, []) as [tf.Tensor];
  const softmax = tf.exp(tf.sub(logits, tf.expandDims(lse, 1)));
  const refSoftmax = tf.exp(tf.sub(refLogits, tf.expandDims(refLse, 1)));
  return [tf.add(ofLogps, tf.mul(tf.sub(softmax, refSoftmax), tf.expandDims(dKl, 1)))]; // [M, P]
};
