import * as tf from '@tensorflow/tfjs-core';

/**
 * Tensor functions with TF.js's own gradients, on its plain CPU backend: the proof path of the objectives. It runs in Node
 * and in a browser; the training step never uses it. Needs `await registerGradients()` once before. Nothing here acts on import,
 * so that bundles without proofs hold none of it.
 *
 * logSigmoid is left out on purpose: its gradient in TF.js 4.22 throws; callers form −softplus(−x).
 */
export const tensorOperations = {
  tensor,
  add: (a: tf.Tensor, b: tf.Tensor): tf.Tensor => tf.add(a, b),
  sub: (a: tf.Tensor, b: tf.Tensor): tf.Tensor => tf.sub(a, b),
  mul: (a: tf.Tensor, b: tf.Tensor): tf.Tensor => tf.mul(a, b),
  div: (a: tf.Tensor, b: tf.Tensor): tf.Tensor => tf.div(a, b),
  minimum: (a: tf.Tensor, b: tf.Tensor): tf.Tensor => tf.minimum(a, b),
  maximum: (a: tf.Tensor, b: tf.Tensor): tf.Tensor => tf.maximum(a, b),
  neg: (a: tf.Tensor): tf.Tensor => tf.neg(a),
  exp: (a: tf.Tensor): tf.Tensor => tf.exp(a),
  log: (a: tf.Tensor): tf.Tensor => tf.log(a),
  log1mexp: (a: tf.Tensor): tf.Tensor => log1mexp(a),
  sigmoid: (a: tf.Tensor): tf.Tensor => sigmoid(a),
  softplus: (a: tf.Tensor): tf.Tensor => tf.softplus(a),
  relu: (a: tf.Tensor): tf.Tensor => tf.relu(a),
  square: (a: tf.Tensor): tf.Tensor => tf.square(a),
  abs: (a: tf.Tensor): tf.Tensor => tf.abs(a),
  stopGradient: (a: tf.Tensor): tf.Tensor => detached(a),
  select: (condition: tf.Tensor, a: tf.Tensor, b: tf.Tensor): tf.Tensor =>
    tf.where(tf.greater(detached(condition), 0), a, b),
  concat: (a: tf.Tensor, b: tf.Tensor): tf.Tensor => tf.concat([a, b]),
  sum: (a: tf.Tensor, axis?: number): tf.Tensor => tf.sum(a, axis),
  matmul: (a: tf.Tensor, b: tf.Tensor): tf.Tensor => tf.matMul(a as tf.Tensor2D, b as tf.Tensor2D),
  reshape: (a: tf.Tensor, shape: readonly number[]): tf.Tensor => tf.reshape(a, [...shape]),
  logSoftmax: (a: tf.Tensor): tf.Tensor => tf.logSoftmax(a),
  read,
  shape: (a: tf.Tensor): readonly number[] => a.shape,
  /** Results of `f` at the tensor of `values` and `shape`, and the gradient of its `loss` from the tape. */
  gradient<Output extends string>(
    f: (x: tf.Tensor) => Record<Output | 'loss', tf.Tensor>,
    values: ArrayLike<number>,
    shape: readonly number[],
  ): { readonly results: Record<Output | 'loss', Float64Array>; readonly gradient: Float64Array } {
    const results = {} as Record<Output | 'loss', Float64Array>;
    let gradient: Float64Array = new Float64Array(0);
    tf.tidy(() => {
      const { grad } = tf.valueAndGrad((x: tf.Tensor) => {
        const outputs = f(x);
        for (const name of Object.keys(outputs) as (Output | 'loss')[]) results[name] = read(outputs[name]);
        return outputs.loss;
      })(tensor(values, shape));
      gradient = read(grad);
    });
    return { results, gradient };
  },
};

function tensor(values: ArrayLike<number>, shape: readonly number[]): tf.Tensor {
  return tf.tensor(Float32Array.from(values), [...shape], 'float32');
}

function read(a: tf.Tensor): Float64Array {
  return Float64Array.from(a.dataSync());
}

/** A copy that the tape does not follow. */
function detached(a: tf.Tensor): tf.Tensor {
  return tf.tensor(a.dataSync(), a.shape, a.dtype);
}

/** Backwards by the exponential of the small side: TF.js's y(1 − y) rounds to 0 from x = 17 on. */
const sigmoid = /* @__PURE__ */ tf.customGrad((...inputs) => {
  const [x, save] = inputs as unknown as [tf.Tensor, tf.GradSaveFunc];
  save([x]);
  return {
    value: tf.sigmoid(x),
    gradFunc: (dy: tf.Tensor, [saved]: tf.Tensor[]) =>
      tf.mul(dy, tf.mul(tf.sigmoid(saved as tf.Tensor), tf.sigmoid(tf.neg(saved as tf.Tensor)))),
  };
});

/** log(1 − eᵃ) for a < 0 (Mächler 2012), with its slope −1/(e⁻ᵃ − 1): TF.js's tape would take both branches. */
const log1mexp = /* @__PURE__ */ tf.customGrad((...inputs) => {
  const [a, save] = inputs as unknown as [tf.Tensor, tf.GradSaveFunc];
  save([a]);
  return {
    value: tf.where(
      tf.greater(a, -Math.LN2),
      tf.log(tf.neg(tf.expm1(tf.maximum(a, -Math.LN2)))),
      tf.log1p(tf.neg(tf.exp(tf.minimum(a, -Math.LN2)))),
    ),
    gradFunc: (dy: tf.Tensor, [saved]: tf.Tensor[]) => tf.neg(tf.div(dy, tf.expm1(tf.neg(saved as tf.Tensor)))),
  };
});
