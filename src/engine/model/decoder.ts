/**
 * The decoder, written once over the plan's ops: Llama (arXiv:2302.13971, with grouped queries arXiv:2305.13245).
 * Pre-norm blocks, rotary positions in the half-split convention, SwiGLU, tied or untied head, no biases, no dropout.
 *
 * Shape letters: N sequences, T tokens, M = N·T rows, C channels, H heads, KV key/value heads, D head size, F feed-forward,
 * V vocabulary, R decoding rows, S cache slots.
 */
import {
  type Answers,
  cachedAttention,
  cacheRows,
  causalAttention,
  chooseToken,
  embedding,
  headLogps,
  type KeyValueCache,
  matmul,
  type Plan,
  PlanBuilder,
  rmsNorm,
  rope,
  swiglu,
  type Value,
} from '../../kernels/index.ts';
import type { DecoderConfig } from './config.ts';
import { decoderLayout, headName } from './layout.ts';

/** Mixes positions: what differs between scoring whole sequences and decoding with a cache. qkv [M, W] → [M, H·D]. */
type Attention = (qkv: Value, layer: number) => Value;

/** ids i32 [M], positions i32 [M] → what the blocks leave in the residual stream, [M, C]. */
export function blocks(
  plan: PlanBuilder,
  config: DecoderConfig,
  ids: Value,
  positions: Value,
  attend: Attention,
): Value {
  const { normEps: eps, heads, kvHeads, headSize, ropeTheta: theta } = config;
  let x = embedding(plan, ids, plan.parameter('model.embed_tokens.weight')); // [M, C]
  for (let layer = 0; layer < config.layers; layer++) {
    const name = (part: string): string => `model.layers.${layer}.${part}.weight`;
    const linear = (input: Value, weight: Value, residual?: Value): Value =>
      matmul(plan, input, weight, residual === undefined ? { transposeB: true } : { transposeB: true, residual });

    const attentionInput = rmsNorm(plan, x, plan.parameter(name('input_layernorm')), eps); // [M, C]
    const packed = plan.joined([name('self_attn.q_proj'), name('self_attn.k_proj'), name('self_attn.v_proj')]); // [W, C]
    const projected = linear(attentionInput, packed); // [M, W]
    const qkv = rope(plan, projected, positions, { heads: heads + kvHeads, headSize, theta }); // [M, W]
    x = linear(attend(qkv, layer), plan.parameter(name('self_attn.o_proj')), x); // [M, C]

    const gatedInput = rmsNorm(plan, x, plan.parameter(name('post_attention_layernorm')), eps); // [M, C]
    const gateUp = linear(gatedInput, plan.joined([name('mlp.gate_proj'), name('mlp.up_proj')])); // [M, 2F]
    x = linear(swiglu(plan, gateUp), plan.parameter(name('mlp.down_proj')), x); // [M, C]
  }
  return x; // [M, C]
}

export function finalNorm(plan: PlanBuilder, config: DecoderConfig, x: Value): Value {
  return rmsNorm(plan, x, plan.parameter('model.norm.weight'), config.normEps); // [M, C]
}

function head(plan: PlanBuilder, config: DecoderConfig): Value {
  return plan.parameter(headName(config)); // [V, C]
}

export interface ScoringShape {
  /** M: rows of all sequences together, one behind the other */
  readonly rows: number;
  /** Adds the backward pass, from input `dLogps`, and the optimiser, with input `hyper` and output `norm` [1]. */
  readonly train: boolean;
  /**
   * Also makes `logits` [M, V] readable, all at once. With `train`, read them before running 'backward', which overwrites them.
   */
  readonly logits?: boolean;
  /** What the head's pass gives beside log-probs and entropy. */
  readonly statistics?: ScoringStatistics;
}

export interface ScoringStatistics {
  /** KL of a reference's distribution against this one's, in each row. Its final-norm hidden states and its head are inputs. */
  readonly kl?: boolean;
  /** log Σ p² of each row. */
  readonly collision?: boolean;
  /** What the head multiplies: on the reference's store, the `refHidden` of a plan with `kl`. */
  readonly hidden?: boolean;
}

/**
 * Per-token log-probabilities of packed sequences.
 *
 * Inputs: `ids` i32 [M]; `targets` i32 [M], the token that follows each row; `positions` i32 [M]; `segments` i32 [M, 2], the
 * first row of a row's sequence and the row after its last, both 0 in rows not in use. With `train`: `dLogps` [M], d objective /
 * d logps, which must be 0 in rows not in use; `hyper` [8]. With `statistics.kl`: `refHidden` [M, C], `refHead` [V, C], and with `train`
 * `dKl` [M], d objective / d kl, 0 in rows not in use.
 * Outputs: `logps` [M], log p(target | ids up to the row), nats; `entropy` [M], nats; as `statistics` asks, `kl` [M], Σ q·(log q − log p)
 * over the vocabulary with q = softmax(refHidden·refHeadᵀ), nats, up to rounding not negative; `logCollision` [M], log Σ p²; `hidden` [M, C]. Rows
 * not in use hold numbers without meaning.
 */
export function buildScoringPlan(config: DecoderConfig, shape: ScoringShape): Plan {
  const { rows: M, train } = shape;
  const { heads, kvHeads, headSize } = config;
  const plan = new PlanBuilder(decoderLayout(config));
  const ids = plan.input('ids', [M], 'int32'); // [M]
  const targets = plan.input('targets', [M], 'int32'); // [M]
  const positions = plan.input('positions', [M], 'int32'); // [M]
  const segments = plan.input('segments', [M, 2], 'int32'); // [M, 2]
  const x = blocks(plan, config, ids, positions, (qkv) =>
    causalAttention(plan, qkv, segments, { heads, kvHeads, headSize }),
  ); // [M, C]
  const final = finalNorm(plan, config, x); // [M, C]
  const statistics = shape.statistics ?? {};
  const { logps, entropy, kl, logCollision, logits } = headLogps(plan, final, head(plan, config), targets, {
    wholeElements: shape.logits ? Number.POSITIVE_INFINITY : undefined,
    collision: statistics.collision,
    reference: statistics.kl ? referenceInputs(plan, config, M) : undefined,
  }); // [M], [M], [M], [M], [M, V]
  if (shape.logits && logits) plan.output('logits', logits);
  plan.output('logps', logps);
  plan.output('entropy', entropy);
  if (kl) plan.output('kl', kl);
  if (logCollision) plan.output('logCollision', logCollision);
  if (statistics.hidden) plan.output('hidden', final);
  if (train) {
    const seeds = [{ value: logps, gradient: plan.input('dLogps', [M]) }];
    if (kl) seeds.push({ value: kl, gradient: plan.input('dKl', [M]) });
    plan.backward(seeds);
    plan.output('norm', plan.optimizer().norm);
  }
  return plan.build();
}

function referenceInputs(plan: PlanBuilder, config: DecoderConfig, rows: number) {
  const { vocabularySize: V, hiddenSize: C } = config;
  return { hidden: plan.input('refHidden', [rows, C]), head: plan.input('refHead', [V, C]) }; // [M, C], [V, C]
}

export interface DecodeShape {
  /** R, sequences decoded side by side */
  readonly rows: number;
  /** S, cache slots per row: the longest prompt and answer together */
  readonly capacity: number;
  /** P, rows of all prompts together, one behind the other */
  readonly promptRows: number;
  /** L, tokens of an answer at most */
  readonly answerTokens: number;
}

/**
 * Answers to R prompts, token by token, chosen on the device. Phase 'prompt' reads the prompts into the key/value cache and
 * chooses each row's first token; every run of 'forward' feeds the tokens chosen last and chooses the next.
 *
 * Inputs of 'prompt': `promptIds`, `promptPositions` i32 [P]; `promptSegments` i32 [P, 2]; `slots` i32 [P], r·S + position, −1 in
 * rows not in use; `lastRows` i32 [R], each prompt's last row. Of both: `uniforms` [L, R], `settings` [8] (`choiceSettings`), and
 * what moves along: `ids`, `positions`, `progress` i32 [R], `answers` [R, L, 2] (`chooseToken`). Before 'prompt', positions are
 * the prompts' lengths, progress 0, or −1 in rows not in use.
 * Outputs: `progress`, `answers`, and `logits` [R, V], those the last token was chosen from.
 */
export function buildDecodePlan(config: DecoderConfig, shape: DecodeShape): Plan {
  const { rows: R, capacity: S, promptRows: P, answerTokens: L } = shape;
  const { heads, kvHeads, headSize } = config;
  const attention = { heads, kvHeads, headSize };
  const plan = new PlanBuilder(decoderLayout(config));
  const caches = Array.from(
    { length: config.layers },
    (_, layer): KeyValueCache => ({
      keys: plan.state(`keys.${layer}`, [R, S, kvHeads * headSize]), // [R, S, KV·D]
      values: plan.state(`values.${layer}`, [R, S, kvHeads * headSize]), // [R, S, KV·D]
    }),
  );
  const answers: Answers = {
    ids: plan.input('ids', [R], 'int32'), // [R]
    positions: plan.input('positions', [R], 'int32'), // [R]
    progress: plan.input('progress', [R], 'int32'), // [R]
    chosen: plan.input('answers', [R, L, 2]), // [R, L, 2]
    uniforms: plan.input('uniforms', [L, R]), // [L, R]
    settings: plan.input('settings', [8]), // [8]
  };
  const logitsOf = (x: Value): Value =>
    matmul(plan, finalNorm(plan, config, x), head(plan, config), { transposeB: true });

  plan.begin('prompt');
  const promptIds = plan.input('promptIds', [P], 'int32'); // [P]
  const promptPositions = plan.input('promptPositions', [P], 'int32'); // [P]
  const promptSegments = plan.input('promptSegments', [P, 2], 'int32'); // [P, 2]
  const slots = plan.input('slots', [P], 'int32'); // [P]
  const lastRows = plan.input('lastRows', [R], 'int32'); // [R]
  const read = blocks(plan, config, promptIds, promptPositions, (qkv, layer) => {
    cacheRows(plan, qkv, slots, caches[layer] as KeyValueCache, { capacity: S, ...attention });
    return causalAttention(plan, qkv, promptSegments, attention);
  }); // [P, C]
  const first = logitsOf(embedding(plan, lastRows, read)); // [R, V]
  chooseToken(plan, first, answers, { advance: false, capacity: S });

  plan.begin('forward');
  const x = blocks(plan, config, answers.ids, answers.positions, (qkv, layer) =>
    cachedAttention(plan, qkv, answers.positions, caches[layer] as KeyValueCache, { capacity: S, ...attention }),
  ); // [R, C]
  const logits = logitsOf(x); // [R, V]
  chooseToken(plan, logits, answers, { advance: true, capacity: S });
  plan.output('logits', logits);
  plan.output('progress', answers.progress);
  plan.output('answers', answers.chosen);
  return plan.build();
}
