import { randomStream } from '../../src/engine/train/rng.ts';

/** The model and batch that every library trains. */
export interface BenchShape {
  readonly layers: number;
  readonly channels: number;
  readonly heads: number;
  readonly width: number;
  readonly context: number;
  readonly vocabulary: number;
  readonly sequences: number;
}

export const SHAPE_S: BenchShape = {
  layers: 4,
  channels: 128,
  heads: 4,
  width: 344,
  context: 128,
  vocabulary: 512,
  sequences: 8,
};

export const NORM_EPS = 1e-5;
export const ROPE_THETA = 10_000;

export const OPTIMIZER = { learningRate: 1e-3, beta1: 0.9, beta2: 0.95, eps: 1e-8, weightDecay: 0.01 } as const;

/** Steps over which all libraries with the same model must report the same losses. */
export const AGREEING_STEPS = 5;

export interface NamedTensor {
  /** As in a Llama checkpoint; linear layers are [out, in]. */
  readonly name: string;
  readonly shape: readonly number[];
  readonly data: Float32Array<ArrayBuffer>;
}

/** Seeded weights under their checkpoint names: normal with deviation 0.02, gains 1. */
export function benchWeights(shape: BenchShape): NamedTensor[] {
  const { channels: C, width: F } = shape;
  const random = randomStream(1, 'bench_weights');
  const matrix = (name: string, rows: number, columns: number): NamedTensor => ({
    name: `model.${name}.weight`,
    shape: [rows, columns],
    data: Float32Array.from({ length: rows * columns }, () => 0.02 * random.normal()),
  });
  const gain = (name: string): NamedTensor => ({
    name: `model.${name}.weight`,
    shape: [C],
    data: new Float32Array(C).fill(1),
  });
  const layer = (index: number): NamedTensor[] => [
    gain(`layers.${index}.input_layernorm`),
    matrix(`layers.${index}.self_attn.q_proj`, C, C),
    matrix(`layers.${index}.self_attn.k_proj`, C, C),
    matrix(`layers.${index}.self_attn.v_proj`, C, C),
    matrix(`layers.${index}.self_attn.o_proj`, C, C),
    gain(`layers.${index}.post_attention_layernorm`),
    matrix(`layers.${index}.mlp.gate_proj`, F, C),
    matrix(`layers.${index}.mlp.up_proj`, F, C),
    matrix(`layers.${index}.mlp.down_proj`, C, F),
  ];
  return [
    matrix('embed_tokens', shape.vocabulary, C),
    ...Array.from({ length: shape.layers }, (_, index) => layer(index)).flat(),
    gain('norm'),
  ];
}

/** Sequences of `context` + 1 tokens that can be learned in part: seven of ten follow from the one before. */
export function benchSequences(shape: BenchShape): number[][] {
  const random = randomStream(1, 'bench_tokens');
  return Array.from({ length: shape.sequences }, () => {
    const tokens = [random.integer(shape.vocabulary)];
    while (tokens.length <= shape.context) {
      const previous = tokens.at(-1) ?? 0;
      tokens.push(random.uniform() < 0.7 ? (previous * 7 + 3) % shape.vocabulary : random.integer(shape.vocabulary));
    }
    return tokens;
  });
}

/** The same as flat rows: token and target of each, sequence by sequence. */
export function benchRows(shape: BenchShape): { ids: Int32Array<ArrayBuffer>; targets: Int32Array<ArrayBuffer> } {
  const sequences = benchSequences(shape);
  return {
    ids: Int32Array.from(sequences.flatMap((tokens) => tokens.slice(0, -1))),
    targets: Int32Array.from(sequences.flatMap((tokens) => tokens.slice(1))),
  };
}
