import type { ParameterLayout } from '../../kernels/index.ts';
import type { DecoderConfig } from './config.ts';
import { decoderLayout, parameterCount } from './layout.ts';
import { loadTokenizer } from './loadTokenizer.ts';
import type { ByteProgress, ModelSource } from './modelSource.ts';
import type { ModelTokenizer } from './tokenizer.ts';
import { flattenCheckpoint, readCheckpoint } from './weights.ts';

export interface LoadedModel {
  readonly config: DecoderConfig;
  readonly tokenizer: ModelTokenizer;
  readonly layout: ParameterLayout;
  /** In `layout`'s order, float32, `layout.length` numbers. */
  readonly weights: Float32Array<ArrayBuffer>;
  /** sha256 of the weights file, hex. */
  readonly hash: string;
  readonly parameters: number;
  /** Tensors of the file that this decoder does not use. */
  readonly unusedTensors: readonly string[];
}

/**
 * A model folder as Hugging Face lays it out: config.json, tokenizer.json, tokenizer_config.json and model.safetensors
 * (or its shards with an index).
 * @param onProgress bytes of the weights, which are nearly all of the download
 * @throws EngineError MODEL_NOT_FOUND, MODEL_CONFIG_*, TOKENIZER_INVALID, SAFETENSORS_INVALID, TENSOR_*
 */
export async function loadModel(source: ModelSource, onProgress?: ByteProgress): Promise<LoadedModel> {
  // The config comes first: an unsupported model is refused before its weights are downloaded.
  const { config, tokenizer } = await loadTokenizer(source);
  const layout = decoderLayout(config);
  const checkpoint = await readCheckpoint(source, onProgress);
  const used = new Set(layout.entries.map((entry) => entry.name));
  return {
    config,
    tokenizer,
    layout,
    weights: flattenCheckpoint(checkpoint, layout),
    hash: checkpoint.hash,
    parameters: parameterCount(layout),
    unusedTensors: checkpoint.tensorNames.filter((name) => !used.has(name)),
  };
}
