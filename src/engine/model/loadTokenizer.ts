import { type DecoderConfig, parseDecoderConfig } from './config.ts';
import type { ModelSource } from './modelSource.ts';
import { createTokenizer, type ModelTokenizer } from './tokenizer.ts';
import { parseJson } from './weights.ts';

/**
 * What a model folder says of texts: its tokenizer, and the config that bounds it. No weights.
 *
 * @throws EngineError MODEL_NOT_FOUND, MODEL_CONFIG_*, TOKENIZER_INVALID
 */
export async function loadTokenizer(
  source: ModelSource,
): Promise<{ readonly config: DecoderConfig; readonly tokenizer: ModelTokenizer }> {
  const config = parseDecoderConfig(parseJson(await source.read('config.json'), 'config.json'));
  const [tokenizerFile, settingsFile] = await Promise.all([
    source.read('tokenizer.json'),
    source.read('tokenizer_config.json'),
  ]);
  const tokenizer = createTokenizer(
    parseJson(tokenizerFile, 'tokenizer.json'),
    parseJson(settingsFile, 'tokenizer_config.json'),
    config,
  );
  return { config, tokenizer };
}
