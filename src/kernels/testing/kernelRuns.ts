import * as tf from '@tensorflow/tfjs-core';
import { checkLaunch } from '../plan/contract.ts';
import { elementCount } from '../plan/layoutParameters.ts';
import {
  type Attributes,
  KERNEL_NAMES,
  type KernelName,
  type Launch,
  type Storage,
  type Value,
} from '../plan/types.ts';
import { CONTRACTS } from '../plan/validatePlan.ts';
import { HOST_KERNELS, REFERENCES } from '../registry.ts';
import type { HostArray } from '../tensors/HostKernel.ts';
import type { ReferenceKernel } from '../tensors/ReferenceKernel.ts';

/** One operand of a kernel under test. Int32Array means an integer operand. */
export interface Operand {
  readonly shape: readonly number[];
  readonly data: HostArray;
}

export interface KernelRun {
  readonly kernel: KernelName;
  readonly inputs: readonly Operand[];
  readonly outputShapes: readonly (readonly number[])[];
  readonly attributes?: Attributes;
  /** What 'gradient' outputs held before. */
  readonly previous?: readonly (Float32Array | undefined)[];
}

/** The launch a plan would hold for this run, checked against the kernel's contract. */
export function launchOf(run: KernelRun): Launch {
  if (!KERNEL_NAMES.includes(run.kernel)) throw new Error(`no kernel ${run.kernel}`);
  let id = 0;
  const value = (shape: readonly number[], isInteger: boolean, storage: Storage): Value => ({
    id: id++,
    name: `value${id}`,
    shape,
    dataType: isInteger ? 'int32' : 'float32',
    storage,
    offset: 0,
  });
  const contract = CONTRACTS[run.kernel];
  const inputs = run.inputs.map(({ shape, data }) => value(shape, data instanceof Int32Array, 'input'));
  const outputs = run.outputShapes.map((shape, index) => {
    const overwritten = contract.inPlace?.[index];
    if (overwritten !== undefined) return inputs[overwritten]!;
    return value(shape, false, run.previous?.[index] ? 'gradient' : 'temporary');
  });
  const launch: Launch = { kernel: run.kernel, phase: 'forward', inputs, outputs, attributes: run.attributes ?? {} };
  checkLaunch(launch, contract);
  return launch;
}

function tensorOf({ shape, data }: Operand): tf.Tensor {
  return tf.tensor(data.slice(), [...shape], data instanceof Int32Array ? 'int32' : 'float32');
}

/** Runs the TF.js reference (or another kernel on tensors) on the active backend. */
export function runReference(run: KernelRun, kernel: ReferenceKernel = REFERENCES[run.kernel]): Float32Array[] {
  const launch = launchOf(run);
  return tf.tidy(() => {
    const previous = run.outputShapes.map((shape, index) => {
      const data = run.previous?.[index];
      return data && tensorOf({ shape, data });
    });
    const outputs = kernel(run.inputs.map(tensorOf), launch.attributes, previous);
    return outputs.map((output, index) => {
      const shape = run.outputShapes[index]!;
      if (output.shape.join() !== shape.join())
        throw new Error(`output ${index} is [${output.shape}], expected [${shape}]`);
      return Float32Array.from(output.dataSync());
    });
  });
}

/** Runs the host kernel on plain arrays. */
export function runHost(run: KernelRun): Float32Array[] {
  const launch = launchOf(run);
  const host = HOST_KERNELS[run.kernel];
  if (!host) throw new Error(`${run.kernel} has no host kernel`);
  const inputs = run.inputs.map(({ data }) => data.slice());
  const outputs = run.outputShapes.map((shape, index) => {
    const overwritten = CONTRACTS[run.kernel].inPlace?.[index];
    if (overwritten !== undefined) return inputs[overwritten] as Float32Array;
    return run.previous?.[index]?.slice() ?? new Float32Array(elementCount(shape));
  });
  host(launch, inputs, outputs);
  return outputs;
}

/** d(Σ seed·outputs[0])/d(inputs[i]) for i in `wrt`, by TF.js's tape through the reference. */
export function tapeGradients(run: KernelRun, wrt: readonly number[], seed: Float32Array): Float32Array[] {
  return tf.tidy(() => {
    const fixed = run.inputs.map(tensorOf);
    const objective = (...varied: tf.Tensor[]): tf.Scalar => {
      const inputs = fixed.map((tensor, index) => (wrt.includes(index) ? varied[wrt.indexOf(index)]! : tensor));
      const [output] = REFERENCES[run.kernel](inputs, run.attributes ?? {}, []);
      return tf.sum(tf.mul(output!, tf.tensor(seed.slice(), [...output!.shape])));
    };
    return tf
      .grads(objective)(wrt.map((index) => fixed[index]!))
      .map((gradient) => Float32Array.from(gradient.dataSync()));
  });
}
