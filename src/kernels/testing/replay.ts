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
  const { entries } = plan.layout;
  return tf.tidy(() => {
    const points = entries.map(({ offset, shape }) =>
      tf.tensor(parameters.slice(offset, offset + elementCount(shape)), [...shape]),
    );
    const gradients = tf.grads((...point: tf.Tensor[]) => {
      const tensors = new Map<number, tf.Tensor>();
      const tensorOf = (value: Value): tf.Tensor => {
        if (value.storage === 'parameter') return point[entries.findIndex(({ offset }) => offset === value.offset)]!;
        if (value.storage === 'input') return tf.tensor(inputs[value.name]!.slice(), [...value.shape], value.dataType);
        return tensors.get(value.id)!;
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
    })(points);
    const flat = new Float32Array(plan.layout.length);
    entries.forEach(({ offset }, index) => {
      flat.set(gradients[index]!.dataSync(), offset);
    });
    return flat;
  });
}
