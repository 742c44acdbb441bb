import {
  blockUntilReady,
  defaultDevice,
  init,
  jit,
  type NamedArrays,
  type NdArray,
  nn,
  numpy as np,
  tree,
  valueAndGrad,
} from '@jax-js/jax';
import { JsClock } from './JsClock.ts';
import { ropeTables } from './ropeTables.ts';
import { benchRows, benchWeights, NORM_EPS, OPTIMIZER, SHAPE_S } from './shape.ts';
import type { OpenedCase } from './types.ts';

const { layers, channels: C, heads: H, context: T, vocabulary: V, sequences: N } = SHAPE_S;
const D = C / H;

/** @jax-js/jax at its best: loss, gradient and AdamW in one `jit`, weights kept on the device. */
export async function jaxTraining(device: 'webgpu' | 'wasm'): Promise<OpenedCase> {
  await init(device);
  defaultDevice(device);
  let parameters: NamedArrays = Object.fromEntries(
    benchWeights(SHAPE_S).map(({ name, shape, data }) => [name, np.array(data).reshape(shape)]),
  );
  const zeros = () =>
    Object.fromEntries(Object.entries(parameters).map(([name, value]) => [name, np.zerosLike(value.ref)]));
  let mean = zeros();
  let square = zeros();
  const { cos, sin } = ropeTables(T, D);
  const tables = { cos: np.array(cos).reshape([1, T, 1, D]), sin: np.array(sin).reshape([1, T, 1, D]) };
  const lossAndGradient = valueAndGrad((weights, ids, targets) => loss(weights, ids, targets, tables));
  const { learningRate, beta1, beta2, eps, weightDecay } = OPTIMIZER;
  const update = jit((p: NamedArrays, m: NamedArrays, v: NamedArrays, decays: NdArray, ids: NdArray, ys: NdArray) => {
    const [value, gradients] = lossAndGradient(tree.ref(p), ids, ys);
    const correction1 = np.subtract(1, decays.ref.slice(0));
    const correction2 = np.subtract(1, decays.slice(1));
    const next: [NamedArrays, NamedArrays, NamedArrays] = [{}, {}, {}];
    for (const [name, weight] of Object.entries(p)) {
      const gradient = gradients[name] as NdArray;
      const newMean = (m[name] as NdArray).mul(beta1).add(gradient.ref.mul(1 - beta1));
      const newSquare = (v[name] as NdArray).mul(beta2).add(np.square(gradient).mul(1 - beta2));
      next[1][name] = newMean.ref;
      next[2][name] = newSquare.ref;
      const root = np.sqrt(newSquare.div(correction2.ref)).add(eps);
      const step = newMean.div(correction1.ref).div(root).mul(learningRate);
      const isMatrix = weight.ref.ndim > 1;
      next[0][name] = (isMatrix ? weight.mul(1 - learningRate * weightDecay) : weight).sub(step);
    }
    correction1.dispose();
    correction2.dispose();
    return [value, ...next] as const;
  });

  const { ids, targets } = benchRows(SHAPE_S);
  const clock = new JsClock();
  let step = 0;
  return {
    units: {
      step: {
        tokens: N * T,
        async run() {
          step++;
          const value = clock.time(() => {
            const decays = np.array([beta1 ** step, beta2 ** step]);
            let result: NdArray;
            [result, parameters, mean, square] = update(
              parameters,
              mean,
              square,
              decays,
              np.array(ids),
              np.array(targets),
            );
            return result;
          });
          const lossValue = (await value.data())[0] ?? Number.NaN;
          await blockUntilReady(parameters);
          const jsMs = clock.take();
          return device === 'webgpu' ? { loss: lossValue, jsMs } : { loss: lossValue };
        },
      },
    },
  };
}

/** The gradient of `take` throws in 0.1.25: rows are looked up, and targets picked, by a product with one-hot rows. */
function loss(p: NamedArrays, ids: NdArray, targets: NdArray, tables: { cos: NdArray; sin: NdArray }): NdArray {
  const weight = (name: string): NdArray => (p[`model.${name}.weight`] as NdArray).ref;
  const linear = (x: NdArray, name: string) => np.matmul(x, np.transpose(weight(name)));
  let h = np.matmul(nn.oneHot(ids, V), weight('embed_tokens'));
  for (let layer = 0; layer < layers; layer++) {
    const of = (name: string) => `layers.${layer}.${name}`;
    const attentionInput = rmsNorm(h.ref, weight(of('input_layernorm')));
    const [q, k, v] = ['q_proj', 'k_proj', 'v_proj'].map((name) =>
      linear(attentionInput.ref, of(`self_attn.${name}`)).reshape([N, T, H, D]),
    ) as [NdArray, NdArray, NdArray];
    attentionInput.dispose();
    const mixed = nn.dotProductAttention(rope(q, tables), rope(k, tables), v, { isCausal: true });
    h = h.add(linear(mixed.reshape([N * T, C]), of('self_attn.o_proj')));
    const gatedInput = rmsNorm(h.ref, weight(of('post_attention_layernorm')));
    const gate = nn.silu(linear(gatedInput.ref, of('mlp.gate_proj')));
    h = h.add(linear(gate.mul(linear(gatedInput, of('mlp.up_proj'))), of('mlp.down_proj')));
  }
  const logits = linear(rmsNorm(h, weight('norm')), 'embed_tokens');
  const total = nn.logSoftmax(logits).mul(nn.oneHot(targets, V)).sum();
  for (const value of Object.values(p)) value.dispose();
  return total.mul(-1 / (N * T));
}

function rmsNorm(x: NdArray, gain: NdArray): NdArray {
  const meanSquare = np.mean(np.square(x.ref), -1, { keepdims: true });
  return x.div(np.sqrt(meanSquare.add(NORM_EPS))).mul(gain);
}

/** x [N, T, H, D], half-split: (a, b) turns to (a·cos − b·sin, b·cos + a·sin). */
function rope(x: NdArray, { cos, sin }: { cos: NdArray; sin: NdArray }): NdArray {
  const half = D / 2;
  const a = x.ref.slice([], [], [], [0, half]);
  const b = x.ref.slice([], [], [], [half, D]);
  const turned = np.concatenate([b.mul(-1), a], 3);
  return x.mul(cos.ref).add(turned.mul(sin.ref));
}
