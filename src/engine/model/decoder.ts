/**
 * The decoder, written once over the plan's ops: Llama (arXiv:2302.13971, with grouped queries arXiv:2305.13245).
 * Pre-norm blocks, rotary positions in the half-split convention, SwiGLU, tied or untied head, no biases, no dropout.
 *
 * Shape letters: N sequences, T tokens, M = N·T rows, C channels, H heads, KV key/value heads, D head size, F feed-forward,
 * V vocabulary, R decoding rows, S cache slots.
 */
import {
  cachedAttention,
  causalAttention,
  embedding,
  matmul,
  type Plan,
  PlanBuilder,
  rmsNorm,
  rope,
  swiglu,
  tokenLogps,
  type Value,
} from '../../kernels/index.ts';
import type { DecoderConfig } from './config.ts';
import { decoderLayout } from './layout.ts';

/** Mixes positions: what differs between scoring whole sequences and decoding one token with a cache. */
type Attention = (q: Value, k: Value, v: Value, layer: number) => Value;

/** ids i32 [M], positions i32 [M] → logits [M, V]. */
function forward(plan: PlanBuilder, config: DecoderConfig, ids: Value, positions: Value, attend: Attention): Value {
  const { normEps: eps, headSize, ropeTheta: theta } = config;
  const table = plan.parameter('model.embed_tokens.weight'); // [V, C]
  let x = embedding(plan, ids, table); // [M, C]
  for (let layer = 0; layer < config.layers; layer++) {
    const weight = (name: string): Value => plan.parameter(`model.layers.${layer}.${name}.weight`);
    const linear = (input: Value, name: string, residual?: Value): Value =>
      matmul(plan, input, weight(name), residual === undefined ? { transposeB: true } : { transposeB: true, residual });

    const attentionInput = rmsNorm(plan, x, weight('input_layernorm'), eps); // [M, C]
    const q = rope(plan, linear(attentionInput, 'self_attn.q_proj'), positions, { headSize, theta }); // [M, H·D]
    const k = rope(plan, linear(attentionInput, 'self_attn.k_proj'), positions, { headSize, theta }); // [M, KV·D]
    const v = linear(attentionInput, 'self_attn.v_proj'); // [M, KV·D]
    const mixed = attend(q, k, v, layer); // [M, H·D]
    x = linear(mixed, 'self_attn.o_proj', x); // [M, C]

    const gatedInput = rmsNorm(plan, x, weight('post_attention_layernorm'), eps); // [M, C]
    const gated = swiglu(plan, linear(gatedInput, 'mlp.gate_proj'), linear(gatedInput, 'mlp.up_proj')); // [M, F]
    x = linear(gated, 'mlp.down_proj', x); // [M, C]
  }
  const final = rmsNorm(plan, x, plan.parameter('model.norm.weight'), eps); // [M, C]
  const head = config.tiedHead ? table : plan.parameter('lm_head.weight'); // [V, C]
  return matmul(plan, final, head, { transposeB: true }); // [M, V]
}

export interface ScoringShape {
  /** N */
  readonly sequences: number;
  /** T, rows per sequence */
  readonly tokens: number;
  /** Adds the backward pass, from input `dLogps`, and the optimiser, with input `hyper` and output `norm` [1]. */
  readonly train: boolean;
  /**
   * Also makes `logits` [M, V] readable. With `train`, read them before running 'backward', which overwrites them.
   */
  readonly logits?: boolean;
}

/**
 * Per-token log-probabilities of N right-padded sequences.
 *
 * Inputs, M = N·T rows, sequence by sequence: `ids` i32 [M]; `targets` i32 [M], the token that follows each row;
 * `positions` i32 [M]; `lengths` i32 [N], rows in use. With `train`: `dLogps` [M], d objective / d logps, which must be 0
 * in rows not in use; `hyper` [8].
 * Outputs: `logps` [M], log p(target | ids up to the row), nats; `entropy` [M], nats. Rows not in use hold numbers without
 * meaning.
 */
export function buildScoringPlan(config: DecoderConfig, shape: ScoringShape): Plan {
  const { sequences: N, tokens: T, train } = shape;
  const { heads, kvHeads, headSize } = config;
  const plan = new PlanBuilder(decoderLayout(config));
  const ids = plan.input('ids', [N * T], 'int32'); // [M]
  const targets = plan.input('targets', [N * T], 'int32'); // [M]
  const positions = plan.input('positions', [N * T], 'int32'); // [M]
  const lengths = plan.input('lengths', [N], 'int32'); // [N]
  const logits = forward(plan, config, ids, positions, (q, k, v) =>
    causalAttention(plan, q, k, v, lengths, { tokens: T, heads, kvHeads, headSize }),
  ); // [M, V]
  if (shape.logits === true) plan.output('logits', logits);
  const { logps, entropy } = tokenLogps(plan, logits, targets); // [M], [M]
  plan.output('logps', logps);
  plan.output('entropy', entropy);
  if (train) {
    plan.backward([{ value: logps, gradient: plan.input('dLogps', [N * T]) }]);
    plan.output('norm', plan.optimizer().norm);
  }
  return plan.build();
}

export interface DecodeShape {
  /** R, sequences decoded side by side */
  readonly rows: number;
  /** S, cache slots per row: the longest prompt and answer together */
  readonly capacity: number;
}

/**
 * One decoding step of R rows with a key/value cache. Inputs: `ids` i32 [R]; `positions` i32 [R], 0..S−1, also the cache
 * slot that is written. Output: `logits` [R, V] of the next token. A row may start over at position 0 at any time: slots
 * beyond its position are never read.
 */
export function buildDecodePlan(config: DecoderConfig, shape: DecodeShape): Plan {
  const { rows: R, capacity: S } = shape;
  const { heads, kvHeads, headSize } = config;
  const plan = new PlanBuilder(decoderLayout(config));
  const ids = plan.input('ids', [R], 'int32'); // [R]
  const positions = plan.input('positions', [R], 'int32'); // [R]
  const logits = forward(plan, config, ids, positions, (q, k, v, layer) => {
    const keys = plan.state(`keys.${layer}`, [R, S, kvHeads * headSize]); // [R, S, KV·D]
    const values = plan.state(`values.${layer}`, [R, S, kvHeads * headSize]); // [R, S, KV·D]
    return cachedAttention(plan, q, k, v, positions, keys, values, { capacity: S, heads, kvHeads, headSize });
  }); // [R, V]
  plan.output('logits', logits);
  return plan.build();
}
