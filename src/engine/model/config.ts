/**
 * A model's shape, read field by field from Hugging Face `config.json`.
 *
 * Nothing of the file is trusted or passed on: every field is checked and rebuilt. A field that asks for something the
 * decoder does not do is an error that names it, because ignoring it would give a model that runs and is wrong.
 * Missing optional fields take the defaults of transformers' `LlamaConfig`.
 */
import { EngineError } from '../errors.ts';

/** Shape letters in brackets. */
export interface DecoderConfig {
  readonly family: 'llama';
  /** [V] */
  readonly vocabularySize: number;
  /** [C] */
  readonly hiddenSize: number;
  /** [F], width of the gated feed-forward layer */
  readonly intermediateSize: number;
  /** [L] */
  readonly layers: number;
  /** [H] */
  readonly heads: number;
  /** [KV], divides `heads` */
  readonly kvHeads: number;
  /** [D], even */
  readonly headSize: number;
  /** Longest sequence in tokens the model was made for. */
  readonly contextLength: number;
  readonly normEps: number;
  readonly ropeTheta: number;
  /** Whether the output head is the embedding table. */
  readonly tiedHead: boolean;
  readonly bosTokenId: number | null;
  /** Any of these ends an answer. May be empty. */
  readonly eosTokenIds: readonly number[];
}

const MAX_VOCABULARY = 2 ** 20;
const MAX_WIDTH = 2 ** 16;
const MAX_LAYERS = 512;
const MAX_CONTEXT = 2 ** 24;

/**
 * @param json the parsed file
 * @throws EngineError MODEL_CONFIG_INVALID {field, found, wanted} or MODEL_CONFIG_UNSUPPORTED {field, value, supported}
 */
export function parseDecoderConfig(json: unknown): DecoderConfig {
  if (typeof json !== 'object' || json === null || Array.isArray(json))
    throw invalid('config.json', json, 'a JSON object');
  const fields = new Map<string, unknown>(Object.entries(json));
  requireSupported(fields);
  const hiddenSize = size(fields, 'hidden_size', MAX_WIDTH);
  const heads = size(fields, 'num_attention_heads', MAX_WIDTH);
  const kvHeads = size(fields, 'num_key_value_heads', heads, heads);
  if (heads % kvHeads !== 0)
    throw invalid('num_key_value_heads', kvHeads, `a divisor of num_attention_heads = ${heads}`);
  const vocabularySize = size(fields, 'vocab_size', MAX_VOCABULARY);
  return {
    family: 'llama',
    vocabularySize,
    hiddenSize,
    intermediateSize: size(fields, 'intermediate_size', MAX_WIDTH * 4),
    layers: size(fields, 'num_hidden_layers', MAX_LAYERS),
    heads,
    kvHeads,
    headSize: headSize(fields, hiddenSize, heads),
    contextLength: size(fields, 'max_position_embeddings', MAX_CONTEXT, 2048),
    normEps: positive(fields, 'rms_norm_eps', 1e-6),
    ropeTheta: ropeTheta(fields),
    tiedHead: flag(fields, 'tie_word_embeddings', false),
    bosTokenId: tokenIds(fields, 'bos_token_id', vocabularySize, [1])[0] ?? null,
    eosTokenIds: tokenIds(fields, 'eos_token_id', vocabularySize, [2]),
  };
}

function requireSupported(fields: ReadonlyMap<string, unknown>): void {
  const modelType = fields.get('model_type');
  if (modelType !== 'llama') throw unsupported('model_type', modelType, 'llama');
  const architectures = fields.get('architectures');
  const architecture = Array.isArray(architectures) ? architectures[0] : architectures;
  if (!isAbsent(architecture) && architecture !== 'LlamaForCausalLM') {
    throw unsupported('architectures', architecture, 'LlamaForCausalLM');
  }
  const activation = fields.get('hidden_act');
  if (!isAbsent(activation) && activation !== 'silu') throw unsupported('hidden_act', activation, 'silu');
  for (const bias of ['attention_bias', 'mlp_bias', 'rope_interleaved']) {
    if (flag(fields, bias, false)) throw unsupported(bias, true, 'false');
  }
  for (const absent of ['quantization_config', 'sliding_window']) {
    if (!isAbsent(fields.get(absent))) throw unsupported(absent, fields.get(absent), 'null');
  }
  const rotated = fields.get('partial_rotary_factor');
  if (!isAbsent(rotated) && rotated !== 1) throw unsupported('partial_rotary_factor', rotated, '1');
}

function headSize(fields: ReadonlyMap<string, unknown>, hiddenSize: number, heads: number): number {
  const fallback = hiddenSize / heads;
  if (isAbsent(fields.get('head_dim')) && !Number.isInteger(fallback)) {
    throw invalid('hidden_size', hiddenSize, `a multiple of num_attention_heads = ${heads}`);
  }
  const found = size(fields, 'head_dim', MAX_WIDTH, fallback);
  if (found % 2 !== 0) throw invalid('head_dim', found, 'an even number');
  return found;
}

/** transformers 5 writes `rope_parameters: {rope_theta, rope_type}`, earlier ones `rope_theta` and `rope_scaling`. */
function ropeTheta(fields: ReadonlyMap<string, unknown>): number {
  for (const field of ['rope_scaling', 'rope_parameters']) {
    const value = fields.get(field);
    if (isAbsent(value)) continue;
    if (typeof value !== 'object' || Array.isArray(value)) throw invalid(field, value, 'an object or null');
    const entries = new Map<string, unknown>(Object.entries(value as object));
    for (const [key, entry] of entries) {
      const known = key === 'rope_theta' || ((key === 'rope_type' || key === 'type') && entry === 'default');
      const neutral = (key === 'partial_rotary_factor' || key === 'factor') && entry === 1;
      if (!known && !neutral) throw unsupported(`${field}.${key}`, entry, 'plain rotary embedding (rope_type default)');
    }
    if (entries.has('rope_theta')) return positive(entries, 'rope_theta', 10000, `${field}.rope_theta`);
  }
  return positive(fields, 'rope_theta', 10000);
}

function size(fields: ReadonlyMap<string, unknown>, field: string, most: number, fallback?: number): number {
  const value = fields.get(field);
  if (isAbsent(value) && fallback !== undefined) return fallback;
  if (typeof value !== 'number' || !Number.isInteger(value) || value < 1 || value > most) {
    throw invalid(field, value, `a whole number from 1 to ${most}`);
  }
  return value;
}

function positive(fields: ReadonlyMap<string, unknown>, field: string, fallback: number, label = field): number {
  const value = fields.get(field);
  if (isAbsent(value)) return fallback;
  if (typeof value !== 'number' || !(value > 0) || !Number.isFinite(value))
    throw invalid(label, value, 'a positive number');
  return value;
}

function flag(fields: ReadonlyMap<string, unknown>, field: string, fallback: boolean): boolean {
  const value = fields.get(field);
  if (isAbsent(value)) return fallback;
  if (typeof value !== 'boolean') throw invalid(field, value, 'true or false');
  return value;
}

/** A token id, a list of them, or explicit null for none. */
function tokenIds(
  fields: ReadonlyMap<string, unknown>,
  field: string,
  vocabularySize: number,
  fallback: readonly number[],
): readonly number[] {
  if (!fields.has(field)) return fallback.filter((id) => id < vocabularySize);
  const value = fields.get(field);
  if (isAbsent(value)) return [];
  const ids: readonly unknown[] = Array.isArray(value) ? value : [value];
  return ids.map((id) => {
    if (typeof id !== 'number' || !Number.isInteger(id) || id < 0 || id >= vocabularySize) {
      throw invalid(field, id, `a token id from 0 to ${vocabularySize - 1}`);
    }
    return id;
  });
}

function isAbsent(value: unknown): value is null | undefined {
  return value === undefined || value === null;
}

/** What was found, short enough for a sentence on the page. */
function excerpt(value: unknown): string | number | boolean | null {
  if (value === undefined) return null;
  if (value === null || typeof value === 'number' || typeof value === 'boolean') return value;
  return (typeof value === 'string' ? value : JSON.stringify(value)).slice(0, 80);
}

function invalid(field: string, found: unknown, wanted: string): EngineError {
  return new EngineError('MODEL_CONFIG_INVALID', { field, found: excerpt(found), wanted });
}

function unsupported(field: string, value: unknown, supported: string): EngineError {
  return new EngineError('MODEL_CONFIG_UNSUPPORTED', { field, value: excerpt(value), supported });
}
