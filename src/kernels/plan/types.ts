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
  /** Elements into the flat buffer for 'parameter' and 'gradient'; else 0. Always a multiple of FLAT_ALIGNMENT. */
  readonly offset: number;
  /** For 'flat': which one. */
  readonly flat?: FlatName;
}

/** Parameters start at multiples of this many elements, so that a buffer range can be bound (256 bytes). Padding stays 0. */
export const FLAT_ALIGNMENT = 64;

export type Phase = 'forward' | 'backward' | 'update';

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
 * The kernels a plan may launch. M rows = N sequences × T tokens, row-major; H query heads share KV key/value heads
 * (query head h reads kv head floor(h·KV/H)). `+=` adds into a 'gradient' value.
 *
 * | kernel | inputs | outputs | attributes |
 * |---|---|---|---|
 * | embedding | ids i32 [M], table [V,C] | [M,C] | |
 * | embeddingGrad | ids i32 [M], dOut [M,C] | += dTable [V,C] | |
 * | rmsNorm | x [M,C], gain [C] | y [M,C], inverseRms [M] | eps |
 * | rmsNormGrad | x, gain, inverseRms, dy | dx [M,C] | |
 * | rmsNormGainGrad | x, inverseRms, dy | += dGain [C] | |
 * | matmul | a, b, residual? | [rows, cols] (a 'gradient' output is added into) | transposeA, transposeB (0 or 1) |
 * | rope | x [M, heads·D], positions i32 [M] | [M, heads·D] | headSize, theta, inverse (0/1) — half-split convention |
 * | causalAttention | q [M,H·D], k [M,KV·D], v [M,KV·D], lengths i32 [N] | out [M,H·D], lse [M,H] | tokens (T), heads, kvHeads, headSize |
 * | causalAttentionGrad | q, k, v, lengths, out, lse, dOut | dq, dk, dv | as above |
 * | swiglu | gate [M,F], up [M,F] | silu(gate)·up [M,F] | |
 * | swigluGrad | gate, up, dOut | dGate, dUp | |
 * | add | a, b (same shape) | a + b | |
 * | tokenLogps | logits [M,V], targets i32 [M] | logps [M], lse [M], entropy [M] | |
 * | tokenLogpsGrad | logits, targets, lse, dLogps [M] | logits, in place: (onehot − softmax)·dLogps | |
 * | maskedSum | x [M], weights [M] | [N] | tokens (T) |
 * | maskedSumGrad | weights [M], dSum [N] | dx [M] | tokens |
 * | globalNorm | flat gradients [P] | norm [1] | |
 * | adamW | flat parameters, gradients, exp_avg, exp_avg_sq, norm [1], hyper [8] | the four flat buffers in place | decayLength |
 * | cachedAttention | q [R,H·D], k [R,KV·D], v [R,KV·D], positions i32 [R], keyCache, valueCache [R,S,KV·D] | out [R,H·D], keyCache, valueCache (in place: row r gets k, v at slot positions[r]) | capacity (S), heads, kvHeads, headSize |
 *
 * Attention: rows at or beyond a sequence's length give 0 (lse too) and get 0 gradient; scores scale by 1/√D. `lse` is the
 * natural-log sum of exponentials of the scaled scores. cachedAttention attends over slots 0..positions[r].
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
  'tokenLogps',
  'tokenLogpsGrad',
  'maskedSum',
  'maskedSumGrad',
  'globalNorm',
  'adamW',
  'cachedAttention',
] as const;
export type KernelName = (typeof KERNEL_NAMES)[number];
