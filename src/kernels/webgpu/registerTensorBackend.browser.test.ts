import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { matmul } from '../matmul/matmul.ts';
import { layoutParameters } from '../plan/layoutParameters.ts';
import { PlanBuilder } from '../plan/PlanBuilder.ts';
import { normals, openForTest, relativeError } from './parity.ts';
import { registerTensorBackend } from './registerTensorBackend.ts';

it('TF.js runs on our device beside our kernels', async () => {
  const gpu = await openForTest();
  await registerTensorBackend(gpu.device);
  expect(tf.getBackend()).toBe('webgpu');
  const [a, b] = [normals(70 * 50, 1), normals(50 * 90, 2)];
  const expected = Float32Array.from(await tf.matMul(tf.tensor2d(a, [70, 50]), tf.tensor2d(b, [50, 90])).data());
  const layout = layoutParameters([]);
  const plan = new PlanBuilder(layout);
  plan.output('product', matmul(plan, plan.input('a', [70, 50]), plan.input('b', [50, 90])));
  const executor = await gpu.prepare(plan.build(), gpu.createStore(layout, { trainable: false }));
  executor.write('a', a);
  executor.write('b', b);
  executor.run('forward');
  expect(relativeError(await executor.read('product'), expected)).toBeLessThan(1e-5);
});
