/**
 * Every failure a person may meet has a stable code; the sentence they read lives in `ui/i18n` under that code and says
 * what happened, why, and what to do next. `data` fills its placeholders.
 */
export type EngineErrorCode =
  | 'BACKEND_UNAVAILABLE'
  | 'BACKEND_FAILED'
  | 'SHADER_INVALID'
  | 'GPU_LOST'
  | 'OUT_OF_MEMORY'
  | 'LIMIT_BUFFER'
  | 'MODEL_NOT_FOUND'
  | 'MODEL_CONFIG_INVALID'
  | 'MODEL_CONFIG_UNSUPPORTED'
  | 'TENSOR_MISSING'
  | 'TENSOR_SHAPE'
  | 'SAFETENSORS_INVALID'
  | 'TOKENIZER_INVALID'
  | 'DATA_NOT_FOUND'
  | 'DATA_LINE_INVALID'
  | 'DATA_NO_PAIRS'
  | 'DATA_TOO_LARGE'
  | 'DATA_HASH_MISMATCH'
  | 'DATA_RELATION_MISSING'
  | 'JUDGE_UNAVAILABLE'
  | 'DATA_UNREADABLE'
  | 'DATA_UNPAIRED'
  | 'HUB_NAME_INVALID'
  | 'HUB_GATED'
  | 'HUB_NOT_FOUND'
  | 'HUB_RATE_LIMIT'
  | 'HUB_OFFLINE'
  | 'HUB_FAILED'
  | 'HUB_NO_FILES'
  | 'HUB_DAMAGED'
  | 'LINK_INVALID'
  | 'LINK_NEWER'
  | 'LINK_TOO_LONG'
  | 'EXPERIMENT_INVALID'
  | 'METHOD_NEEDS_SAMPLING'
  | 'LOSS_NOT_FINITE'
  | 'LOSS_DIVERGED'
  | 'STORAGE_FULL'
  | 'SNAPSHOT_MISSING'
  | 'PROTOCOL';

export type ErrorData = Readonly<Record<string, string | number | boolean | null>>;

export class EngineError extends Error {
  readonly code: EngineErrorCode;
  readonly data: ErrorData;

  constructor(code: EngineErrorCode, data: ErrorData = {}, cause?: unknown) {
    super(`${code} ${JSON.stringify(data)}`, cause === undefined ? undefined : { cause });
    this.name = 'EngineError';
    this.code = code;
    this.data = data;
  }
}
