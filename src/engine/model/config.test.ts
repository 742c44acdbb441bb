import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { EngineError } from '../errors.ts';
import { parseDecoderConfig } from './config.ts';

/** As transformers 4 writes it. */
const VERSION_4 = {
  architectures: ['LlamaForCausalLM'],
  attention_bias: false,
  bos_token_id: 1,
  eos_token_id: 2,
  hidden_act: 'silu',
  hidden_size: 576,
  intermediate_size: 1536,
  max_position_embeddings: 8192,
  mlp_bias: false,
  model_type: 'llama',
  num_attention_heads: 9,
  num_hidden_layers: 30,
  num_key_value_heads: 3,
  rms_norm_eps: 1e-5,
  rope_scaling: null,
  rope_theta: 100000,
  tie_word_embeddings: true,
  torch_dtype: 'bfloat16',
  vocab_size: 49152,
};

const { rope_scaling: _scaling, rope_theta: _theta, torch_dtype: _dtype, ...COMMON } = VERSION_4;
/** As transformers 5 writes it. */
const VERSION_5 = {
  ...COMMON,
  dtype: 'bfloat16',
  head_dim: 64,
  rope_parameters: { rope_theta: 100000, rope_type: 'default' },
};

function failure(config: unknown): { code: string; data: unknown } {
  try {
    parseDecoderConfig(config);
  } catch (error) {
    if (error instanceof EngineError) return { code: error.code, data: error.data };
    throw error;
  }
  throw new Error('was accepted');
}

test('both spellings of transformers give the same decoder', () => {
  const wanted = {
    family: 'llama',
    vocabularySize: 49152,
    hiddenSize: 576,
    intermediateSize: 1536,
    layers: 30,
    heads: 9,
    kvHeads: 3,
    headSize: 64,
    contextLength: 8192,
    normEps: 1e-5,
    ropeTheta: 100000,
    tiedHead: true,
    bosTokenId: 1,
    eosTokenIds: [2],
  };
  expect(parseDecoderConfig(VERSION_4)).toEqual(wanted);
  expect(parseDecoderConfig(VERSION_5)).toEqual(wanted);
  expect(parseDecoderConfig({ ...VERSION_4, rope_scaling: { type: 'default' } })).toEqual(wanted);
});

test("absent fields take LlamaConfig's defaults", () => {
  const small = {
    model_type: 'llama',
    vocab_size: 64,
    hidden_size: 32,
    intermediate_size: 88,
    num_hidden_layers: 2,
    num_attention_heads: 4,
  };
  expect(parseDecoderConfig(small)).toMatchObject({
    kvHeads: 4,
    headSize: 8,
    contextLength: 2048,
    normEps: 1e-6,
    ropeTheta: 10000,
    tiedHead: false,
    bosTokenId: 1,
    eosTokenIds: [2],
  });
});

test('end tokens may be a list, beginnings may be absent', () => {
  expect(parseDecoderConfig({ ...VERSION_4, bos_token_id: null, eos_token_id: [2, 7] })).toMatchObject({
    bosTokenId: null,
    eosTokenIds: [2, 7],
  });
});

describe('what the decoder does not do is named', () => {
  test.each([
    ['model_type', { model_type: 'gpt2' }, 'gpt2'],
    ['model_type', { model_type: undefined }, null],
    ['architectures', { architectures: ['LlamaForSequenceClassification'] }, 'LlamaForSequenceClassification'],
    ['hidden_act', { hidden_act: 'gelu' }, 'gelu'],
    ['attention_bias', { attention_bias: true }, true],
    ['mlp_bias', { mlp_bias: true }, true],
    ['rope_scaling.rope_type', { rope_scaling: { rope_type: 'llama3', factor: 8 } }, 'llama3'],
    ['rope_scaling.type', { rope_scaling: { type: 'linear', factor: 2 } }, 'linear'],
    ['rope_parameters.rope_type', { rope_parameters: { rope_theta: 1, rope_type: 'yarn' } }, 'yarn'],
    ['rope_parameters.full_attention', { rope_parameters: { full_attention: { rope_theta: 1 } } }, '{"rope_theta":1}'],
    ['partial_rotary_factor', { partial_rotary_factor: 0.5 }, 0.5],
    ['rope_interleaved', { rope_interleaved: true }, true],
    ['quantization_config', { quantization_config: { bits: 4 } }, '{"bits":4}'],
    ['sliding_window', { sliding_window: 128 }, 128],
  ])('%s %j', (field, change, value) => {
    expect(failure({ ...VERSION_4, ...change })).toMatchObject({
      code: 'MODEL_CONFIG_UNSUPPORTED',
      data: { field, value },
    });
  });
});

describe('what makes no sense is named', () => {
  test.each([
    ['vocab_size', { vocab_size: undefined }],
    ['vocab_size', { vocab_size: 1e12 }],
    ['hidden_size', { hidden_size: '576' }],
    ['hidden_size', { hidden_size: 577 }],
    ['num_hidden_layers', { num_hidden_layers: 0 }],
    ['num_hidden_layers', { num_hidden_layers: 2.5 }],
    ['num_attention_heads', { num_attention_heads: -9 }],
    ['num_key_value_heads', { num_key_value_heads: 2 }],
    ['num_key_value_heads', { num_key_value_heads: 18 }],
    ['head_dim', { head_dim: 7 }],
    ['rms_norm_eps', { rms_norm_eps: 0 }],
    ['rope_theta', { rope_theta: Number.NaN }],
    ['rope_scaling', { rope_scaling: [] }],
    ['rope_parameters.rope_theta', { rope_parameters: { rope_theta: 'big' } }],
    ['tie_word_embeddings', { tie_word_embeddings: 'yes' }],
    ['bos_token_id', { bos_token_id: 49152 }],
    ['eos_token_id', { eos_token_id: [2, -1] }],
  ])('%s %j', (field, change) => {
    expect(failure({ ...VERSION_4, ...change })).toMatchObject({ code: 'MODEL_CONFIG_INVALID', data: { field } });
  });

  test.each([[null], [[]], ['llama'], [7]])('a whole file of %j', (json) => {
    expect(failure(json)).toMatchObject({ code: 'MODEL_CONFIG_INVALID', data: { field: 'config.json' } });
  });

  test('whatever a field holds, the answer is a config or one of the two errors', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...Object.keys(VERSION_4), '__proto__', 'rope_parameters'),
        fc.jsonValue(),
        (field, value) => {
          try {
            parseDecoderConfig(JSON.parse(`{"model_type":"llama",${JSON.stringify(field)}:${JSON.stringify(value)}}`));
            parseDecoderConfig({ ...VERSION_4, [field]: value });
          } catch (error) {
            if (!(error instanceof EngineError) || !error.code.startsWith('MODEL_CONFIG_')) throw error;
          }
        },
      ),
      { numRuns: 2000 },
    );
  });
});
