import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { parseDecoderConfig } from '../model/config.ts';
import { decoderLayout } from '../model/layout.ts';
import { weightsToSafetensors } from '../model/weights.ts';
import { randomStream } from '../train/rng.ts';

const nano = fileURLToPath(new URL('../../../public/models/nano-1/', import.meta.url));

/** A model folder in memory: a decoder of one small layer with seeded random weights and the bundled tokenizer. */
export async function tinyModelFiles(): Promise<Map<string, Uint8Array>> {
  const config = {
    model_type: 'llama',
    architectures: ['LlamaForCausalLM'],
    vocab_size: 1024,
    hidden_size: 32,
    intermediate_size: 48,
    num_hidden_layers: 1,
    num_attention_heads: 2,
    num_key_value_heads: 1,
    hidden_act: 'silu',
    max_position_embeddings: 128,
    rms_norm_eps: 1e-5,
    rope_theta: 10000,
    tie_word_embeddings: true,
    bos_token_id: 1,
    eos_token_id: 2,
  };
  const layout = decoderLayout(parseDecoderConfig(config));
  const random = randomStream(1, 'tiny_weights');
  const flat = new Float32Array(layout.length);
  for (const { offset, shape, decay } of layout.entries) {
    const size = shape.reduce((product, length) => product * length, 1);
    for (let i = 0; i < size; i++) flat[offset + i] = decay ? 0.1 * random.normal() : 1;
  }
  return new Map<string, Uint8Array>([
    ['config.json', new TextEncoder().encode(JSON.stringify(config))],
    ['tokenizer.json', await readFile(`${nano}tokenizer.json`)],
    ['tokenizer_config.json', await readFile(`${nano}tokenizer_config.json`)],
    ['model.safetensors', weightsToSafetensors(flat, layout, { dtype: 'F32' })],
  ]);
}
