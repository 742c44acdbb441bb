import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { chooseTokenReference } from '../../src/kernels/chooseToken/chooseToken.reference.ts';
import { leanChooseToken } from './leanChooseToken.ts';

test('chooses as the kernel does where nothing but the number of tokens ends an answer', async () => {
  await tf.setBackend('cpu');
  const [rows, vocabulary, length] = [3, 7, 4];
  const inputs = [
    tf.tensor2d(
      Float32Array.from({ length: rows * vocabulary }, (_, i) => Math.sin(3 * i)),
      [rows, vocabulary],
    ),
    tf.tensor2d(
      Float32Array.from({ length: length * rows }, (_, i) => (i * 0.37) % 1),
      [length, rows],
    ),
    tf.tensor1d([1, 1, 3, -1, -1, -1, -1, -1]),
    tf.tensor1d([0, 0, 0], 'int32'),
    tf.tensor1d([5, 6, 7], 'int32'),
    tf.tensor1d([0, 1, 2], 'int32'),
    tf.zeros([rows, length, 2]),
  ];
  const attributes = { advance: 1, capacity: 64 };
  const expected = chooseTokenReference(inputs, attributes, []);
  for (const [index, found] of leanChooseToken(inputs, attributes, []).entries()) {
    const wanted = expected[index] as tf.Tensor;
    expect(found.dtype).toBe(wanted.dtype);
    const values = await wanted.data();
    (await found.data()).forEach((value, i) => {
      expect(value).toBeCloseTo(values[i] as number, 5);
    });
  }
});
