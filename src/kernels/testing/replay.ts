import * as tf from '@tensorflow/tfjs-core';
import { elementCount } from '../plan/layoutParameters.ts';
import type { Plan, Value } from '../plan/types.ts';
import { REFERENCES } from '../registry.ts';
import type { HostArray } from '../tensors/HostKernel.ts';

/**
 * The flat gradient of Σ output · seed by TF.js's tape, through a plan's forward launches as references: what the plan's
 * own backward launches must give.
 */
export function tapeParameterGradients(
  plan: Plan,
  parameters: Float32Array,
  inputs: Readonly<Record<string, HostArray>>,
  output: string,
  seed: Float32Array,
): Float32Array {
  return tf.tidy(() => {
    const gradient = tf.grad((flat: tf.Tensor) => {
      const tensors = new Map<number, tf.Tensor>();
      const tensorOf = (value: Value): tf.Tensor => {
        if (value.storage === 'parameter') {
          return tf.reshape(tf.slice(flat, value.offset, elementCount(value.shape)), [...value.shape]);
        }
        const known = tensors.get(value.id);
        if (known) return known;
        const [name] = [...plan.inputs].find(([, { id }]) => id === value.id)!;
        const rows = inputs[name]!.slice(value.offset, value.offset + elementCount(value.shape));
        return tf.tensor(rows, [...value.shape], value.dataType);
      };
      for (const launch of plan.launches) {
        if (launch.phase !== 'forward') continue;
        const results = REFERENCES[launch.kernel](launch.inputs.map(tensorOf), launch.attributes, []);
        launch.outputs.forEach((value, index) => {
          tensors.set(value.id, results[index]!);
        });
      }
      const value = tensorOf(plan.outputs.get(output)!);
      return tf.sum(tf.mul(value, tf.tensor(seed, [...value.shape])));
    })(tf.tensor1d(parameters.slice()));
    return Float32Array.from(gradient.dataSync());
  });
}
