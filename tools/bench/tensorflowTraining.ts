import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-core/dist/register_all_gradients';
import { JsClock } from './JsClock.ts';
import { ropeTables } from './ropeTables.ts';
import { benchRows, benchWeights, NORM_EPS, OPTIMIZER, SHAPE_S } from './shape.ts';
import type { OpenedCase } from './types.ts';

const { layers, channels: C, heads: H, context: T, vocabulary: V, sequences: N } = SHAPE_S;
const D = C / H;

/** TF.js as its tutorials use it: the model in its ops, gradients by its tape, its own Adam. The active backend computes. */
export function tensorflowTraining(): OpenedCase {
  const variables = new Map(
    benchWeights(SHAPE_S).map(({ name, shape, data }) => [name, tf.variable(tf.tensor(data, [...shape]), true, name)]),
  );
  const { ids, targets } = benchRows(SHAPE_S);
  // The WASM backend has no UnsortedSegmentSum, so there the gradient of `gather` throws: a product with one-hot rows.
  const lookUp = tf.getBackend() === 'wasm' ? 'product' : 'gather';
  const loss = lossFunction(variables, ids, targets, lookUp);
  const { learningRate, beta1, beta2, eps, weightDecay } = OPTIMIZER;
  const adam = tf.train.adam(learningRate, beta1, beta2, eps);
  const clock = new JsClock();
  return {
    units: {
      step: {
        tokens: N * T,
        async run() {
          const { value, grads } = clock.time(() => {
            const result = tf.variableGrads(loss, [...variables.values()]);
            tf.tidy(() => {
              for (const variable of variables.values())
                if (variable.rank > 1) variable.assign(tf.mul(variable, 1 - learningRate * weightDecay));
            });
            adam.applyGradients(Object.entries(result.grads).map(([name, tensor]) => ({ name, tensor })));
            return result;
          });
          const lossValue = (await value.data())[0] ?? Number.NaN;
          tf.dispose([value, grads]);
          const jsMs = clock.take();
          return tf.getBackend() === 'webgpu' ? { loss: lossValue, jsMs } : { loss: lossValue };
        },
      },
    },
  };
}

function lossFunction(
  variables: ReadonlyMap<string, tf.Variable>,
  rows: Int32Array,
  followers: Int32Array,
  lookUp: 'gather' | 'product',
): () => tf.Scalar {
  const ids = tf.tensor1d(rows, 'int32');
  const oneHotIds = tf.cast(tf.oneHot(ids, V), 'float32');
  const oneHotTargets = tf.cast(tf.oneHot(tf.tensor1d(followers, 'int32'), V), 'float32');
  const tables = ropeTables(T, D);
  const [cos, sin] = [tables.cos, tables.sin].map((table) => tf.tensor(table, [1, T, 1, D])) as [tf.Tensor, tf.Tensor];
  const mask = tf.tensor(
    Float32Array.from({ length: T * T }, (_, index) => (index % T > Math.floor(index / T) ? -1e9 : 0)),
    [1, 1, T, T],
  );
  const weight = (name: string): tf.Tensor => {
    const variable = variables.get(`model.${name}.weight`);
    if (variable === undefined) throw new Error(`no weight ${name}`);
    return variable;
  };
  const linear = (x: tf.Tensor, name: string) => tf.matMul(x, weight(name), false, true);
  const norm = (x: tf.Tensor, name: string) =>
    tf.mul(tf.mul(x, tf.rsqrt(tf.add(tf.mean(tf.square(x), -1, true), NORM_EPS))), weight(name));
  const heads = (x: tf.Tensor) => tf.reshape(x, [N, T, H, D]);
  const byHead = (x: tf.Tensor) => tf.transpose(x, [0, 2, 1, 3]);
  const rope = (x: tf.Tensor) => {
    const [a, b] = tf.split(x, 2, 3) as [tf.Tensor, tf.Tensor];
    return tf.add(tf.mul(x, cos), tf.mul(tf.concat([tf.neg(b), a], 3), sin));
  };
  return () => {
    let h: tf.Tensor =
      lookUp === 'gather' ? tf.gather(weight('embed_tokens'), ids) : tf.matMul(oneHotIds, weight('embed_tokens'));
    for (let layer = 0; layer < layers; layer++) {
      const of = (name: string) => `layers.${layer}.${name}`;
      const attentionInput = norm(h, of('input_layernorm'));
      const q = byHead(rope(heads(linear(attentionInput, of('self_attn.q_proj')))));
      const k = byHead(rope(heads(linear(attentionInput, of('self_attn.k_proj')))));
      const v = byHead(heads(linear(attentionInput, of('self_attn.v_proj'))));
      const scores = tf.softmax(tf.add(tf.mul(tf.matMul(q, k, false, true), 1 / Math.sqrt(D)), mask));
      const mixed = tf.reshape(byHead(tf.matMul(scores, v)), [N * T, C]);
      h = tf.add(h, linear(mixed, of('self_attn.o_proj')));
      const gatedInput = norm(h, of('post_attention_layernorm'));
      const gate = linear(gatedInput, of('mlp.gate_proj'));
      const gated = tf.mul(tf.mul(gate, tf.sigmoid(gate)), linear(gatedInput, of('mlp.up_proj')));
      h = tf.add(h, linear(gated, of('mlp.down_proj')));
    }
    const logits = linear(norm(h, 'norm'), 'embed_tokens');
    return tf.losses.softmaxCrossEntropy(oneHotTargets, logits);
  };
}
