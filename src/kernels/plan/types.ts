/**
 * The plan: a training or decoding step as data.
 *
 * A model is written once against `PlanBuilder`. Building fixes every shape and buffer and yields one list of launches,
 * which an executor replays each step. Nothing here knows a device.
 */
export type DataType = 'float32' | 'int32';

export type Storage =
  /** A range of the shared flat parameter buffer. Read only, except by the optimiser. */
  | 'parameter'
  /** The same range of the flat gradient buffer. Kernels add into it; the optimiser zeroes it. */
  | 'gradient'
  /** Written by the host before a run. */
  | 'input'
  /** Survives between runs and is updated in place (KV cache). Starts at zero. */
  | 'state'
  /** Lives within one run; its buffer may be reused once its last reader ran, unless it is an output. */
  | 'temporary'
  /** A whole flat buffer of the store (only the optimiser's launches name these). */
  | 'flat';

export type FlatName = 'parameters' | 'gradients' | 'exp_avg' | 'exp_avg_sq';

/** One tensor of a plan. Row-major, contiguous. */
export interface Value {
  readonly id: number;
  readonly name: string;
  readonly shape: readonly number[];
  readonly dataType: DataType;
  readonly storage: Storage;
  /**
   * Elements into the flat buffer for 'parameter' and 'gradient'; into the whole input, whose id it shares, for rows of an 'input'; else 0.
   * Always a multiple of FLAT_ALIGNMENT.
   */
  readonly offset: number;
  /** For 'flat': which one. */
  readonly flat?: FlatName;
}

/** Parameters start at multiples of this many elements, so that a buffer range can be bound (256 bytes). Padding stays 0. */
export const FLAT_ALIGNMENT = 64;

/** 'prompt': reads prompts into a decoding plan's caches, before its 'forward' steps. */
export type Phase = 'prompt' | 'forward' | 'backward' | 'update';

export type Attributes = Readonly<Record<string, number>>;

export interface Launch {
  readonly kernel: KernelName;
  readonly phase: Phase;
  readonly inputs: readonly Value[];
  /** May repeat an input: that value is updated in place. A 'gradient' output is added into. */
  readonly outputs: readonly Value[];
  readonly attributes: Attributes;
}

export interface ParameterEntry {
  readonly name: string;
  readonly shape: readonly number[];
  readonly offset: number;
  /** Whether weight decay applies (matrices yes, norm gains no). */
  readonly decay: boolean;
}

/** Decayed parameters come first; `decayLength` elements of the flat buffer take weight decay. */
export interface ParameterLayout {
  readonly entries: readonly ParameterEntry[];
  readonly length: number;
  readonly decayLength: number;
}

export interface Plan {
  readonly layout: ParameterLayout;
  readonly launches: readonly Launch[];
  /** By name. */
  readonly inputs: ReadonlyMap<string, Value>;
  /** By name; readable after a run of the phase that writes them. */
  readonly outputs: ReadonlyMap<string, Value>;
  readonly states: readonly Value[];
}

/**
 * The kernels a plan may launch. M rows are sequences ("segments") packed one behind the other, unused rows last; H query
 * heads share KV key/value heads (query head h reads kv head floor(h·KV/H)); W = (H + 2·KV)·D, a row of queries, keys and
 * values. `+=` adds into a 'gradient' value; outputs named like an input are updated in place.
 *
 * | kernel | inputs | outputs | attributes |
 * |---|---|---|---|
 * | embedding | ids i32 [M], table [V,C] | [M,C] | |
 * | embeddingGrad | ids i32 [M], dOut [M,C] | += dTable [V,C] | |
 * | rmsNorm | x [M,C], gain [C] | y [M,C], inverseRms [M] | eps |
 * | rmsNormGrad | x, gain, inverseRms, dy, residual? [M,C] | dx [M,C], residual included | |
 * | rmsNormGainGrad | x, inverseRms, dy | += dGain [C] | |
 * | matmul | a, b, residual? | [rows, cols] (a 'gradient' output is added into) | transposeA, transposeB (0 or 1) |
 * | rope | x [M,W'], positions i32 [M] | x: its first `heads` heads turn | heads, headSize, theta, inverse (0/1) — half-split convention |
 * | causalAttention | qkv [M,W], segments i32 [M,2] | out [M,H·D], lse [M,H] | heads, kvHeads, headSize |
 * | causalAttentionGrad | qkv, segments, out, lse, dOut | dQkv [M,W] | as above |
 * | swiglu | gateUp [M,2F] (gates, then ups) | silu(gate)·up [M,F] | |
 * | swigluGrad | gateUp, dOut [M,F] | gateUp: dGate, then dUp | |
 * | add | a, b (same shape) | a + b | |
 * | logitStatistics | logits [M,P], targets i32 [M], previous? [M,4] | statistics [M,4] | firstId |
 * | tokenLogps | statistics [M,4] | logps [M], lse [M], entropy [M] | |
 * | tokenLogpsGrad | logits [M,P], targets i32 [M], lse [M], dLogps [M] | logits: (onehot − softmax)·dLogps | firstId |
 * | klStatistics | logits [M,P], refLogits [M,P], statistics [M,4] (these ids included), previous? [M,4] | refStatistics [M,4] | |
 * | tokenKl | statistics [M,4], refStatistics [M,4] | kl [M], refLse [M] | |
 * | tokenLogpsKlGrad | logits [M,P], targets i32 [M], lse [M], dLogps [M], refLogits [M,P], refLse [M], dKl [M] | logits: (onehot − softmax)·dLogps + (softmax − refSoftmax)·dKl | firstId |
 * | collisionStatistics | logits [M,P], statistics [M,4] (these ids included), previous? [M,2] | collisions [M,2] | |
 * | logCollision | statistics [M,4], collisions [M,2] | log Σ softmax² [M] | |
 * | maskedSum | x [M], weights [M] | [N] | tokens (M = N·tokens) |
 * | maskedSumGrad | weights [M], dSum [N] | dx [M] | tokens |
 * | globalNorm | flat gradients [P] | norm [1] | |
 * | adamW | flat parameters, gradients, exp_avg, exp_avg_sq, norm [1], hyper [8] | the four flat buffers in place | decayLength |
 * | cachedAttention | qkv [R,W], positions i32 [R], keyCache, valueCache [R,S,KV·D] | out [R,H·D], keyCache, valueCache: row r stores its k, v at slot positions[r] | capacity (S), heads, kvHeads, headSize |
 * | cacheRows | qkv [M,W], slots i32 [M], keyCache, valueCache [R,S,KV·D] | keyCache, valueCache | capacity, heads, kvHeads, headSize |
 * | chooseToken | logits [R,V], uniforms [L,R], settings [8], ids, positions, progress i32 [R], answers [R,L,2] | ids, positions, progress, answers | advance (0/1), capacity |
 *
 * Attention: `segments` holds, per row, the first row of its sequence and the row after its last; both 0 in rows not in use,
 * which give 0 (lse too) and get 0 gradient. Scores scale by 1/√D. `lse` is the natural-log sum of exponentials of the scaled
 * scores. cachedAttention attends over slots 0..positions[r]. cacheRows stores row m's k, v at slots[m] = r·S + position, or
 * not at all where that is −1.
 *
 * `logits` [M,P] are those of the ids from firstId on. A row of `statistics`: the largest logit x̂, Σ e^(x−x̂),
 * Σ (x−x̂)·e^(x−x̂), and the target's logit (0 until its id was among them); `previous` holds those of earlier ids.
 *
 * `refLogits` are those of another distribution q over the same ids, r. A row of `refStatistics`: the largest r so far r̂, Σ e^(r−r̂),
 * Σ ((r−r̂) − (x−x̂))·e^(r−r̂), and the x̂ of that sum. kl = Σ q·(log q − log softmax(logits)), nats; rounding may leave it some 1e-6 below 0.
 * A row of `collisions`: x̂, and Σ e^(2(x−x̂)).
 *
 * chooseToken: `settings` = [temperature, topP, maxNewTokens, up to five end ids, −1 for none]. `progress` c ≥ 0: c tokens
 * chosen, going on; c < 0: done after −1−c. A row that goes on moves its position by `advance`, then chooses: the likeliest
 * id at temperature 0 (the lowest on ties), else by softmax(logits/temperature), cut to the smallest set of likeliest ids whose
 * mass reaches topP < 1 (ties at its edge stay): uniforms[c, r] falls on these laid end to end by id. answers[r, c] = (id,
 * log softmax(logits)[id] at temperature 1); the id goes to `ids`. Done: an end id, maxNewTokens, no slot left (position ≥ S),
 * or ruined logits (NaN, or none finite), which answer (0, NaN). Positions then stay below S, so that rows that are done may be
 * fed again; nothing else of them changes.
 *
 * `hyper` = [lr, beta1, beta2, eps, weightDecay, step (from 1), maxGradNorm (0 = no clipping), gradientScale]: gradients are
 * multiplied by gradientScale (1/accumulation), then by min(1, maxGradNorm/(norm·gradientScale + 1e-6)); PyTorch's AdamW;
 * gradients are zero afterwards. `norm` is the unscaled L2 norm.
 */
export const KERNEL_NAMES = [
  'embedding',
  'embeddingGrad',
  'rmsNorm',
  'rmsNormGrad',
  'rmsNormGainGrad',
  'matmul',
  'rope',
  'causalAttention',
  'causalAttentionGrad',
  'swiglu',
  'swigluGrad',
  'add',
  'logitStatistics',
  'tokenLogps',
  'tokenLogpsGrad',
  'klStatistics',
  'tokenKl',
  'tokenLogpsKlGrad',
  'collisionStatistics',
  'logCollision',
  'maskedSum',
  'maskedSumGrad',
  'globalNorm',
  'adamW',
  'cachedAttention',
  'cacheRows',
  'chooseToken',
] as const;
export type KernelName = (typeof KERNEL_NAMES)[number];
