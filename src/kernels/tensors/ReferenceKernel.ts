import * as tf from '@tensorflow/tfjs-core';
import type { Attributes } from '../plan/types.ts';

/**
 * A kernel as a plain composition of TF.js ops: the truth in tests, and what runs where nothing faster exists.
 * Pure: inputs stay as they are, also for kernels that work in place. Returns one new tensor per output of the table.
 * `previous[i]` is what a 'gradient' output held (zeros at first), which the result includes; undefined for other outputs.
 */
export type ReferenceKernel = (
  inputs: readonly tf.Tensor[],
  attributes: Attributes,
  previous: readonly (tf.Tensor | undefined)[],
) => tf.Tensor[];

/** The value of an attribute that the contract guarantees. */
export function attribute(attributes: Attributes, name: string): number {
  return attributes[name] as number;
}

/** previous + contribution, or a contribution alone. */
export function accumulated(previous: tf.Tensor | undefined, contribution: tf.Tensor): tf.Tensor {
  return previous ? tf.add(previous, contribution) : contribution;
}
