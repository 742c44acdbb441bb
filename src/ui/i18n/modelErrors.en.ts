import type { EngineErrorCode } from '../../engine/index.ts';
import type { ErrorSentences } from './errorSentences.ts';
import { shown, words } from './errorWords.ts';

/** What goes wrong with a model’s files. */
export const modelErrors = {
  MODEL_NOT_FOUND: {
    title: () => 'The model could not be loaded.',
    why: (data) =>
      `The file ${shown(data, 'path', 'of the model')} did not arrive: ${
        data.status === 0 || data.status === undefined ? 'the network failed' : `the server answered ${data.status}`
      }.`,
    next: () => 'Choose a bundled model, or check the connection and press Play again.',
  },
  MODEL_CONFIG_INVALID: {
    title: () => 'The model’s config.json cannot be read.',
    why: (data) =>
      `Field ${shown(data, 'field', '(unknown)')}: found ${shown(data, 'found', 'nothing')}, expected ${shown(data, 'wanted', 'another value')}.`,
    next: () => 'Mend the file, or choose a bundled model.',
  },
  MODEL_CONFIG_UNSUPPORTED: {
    title: () => 'This model has a part that this page does not know.',
    why: (data) =>
      `Field ${shown(data, 'field', '(unknown)')} is ${shown(data, 'value', 'unusual')}; the decoder supports ${shown(data, 'supported', 'the Llama family')}.`,
    next: () => 'Choose a model of the Llama family.',
  },
  TENSOR_MISSING: {
    title: (data) => `The weights lack the tensor ${shown(data, 'tensor', '(unnamed)')}.`,
    why: () => 'config.json promises it, the safetensors file does not hold it.',
    next: () => 'Check that both files belong to the same model.',
  },
  TENSOR_SHAPE: {
    title: (data) => `The tensor ${shown(data, 'tensor', '(unnamed)')} has another shape than promised.`,
    why: (data) =>
      `Found ${shown(data, 'found', 'another shape')}, expected ${shown(data, 'wanted', 'the one in config.json')}.`,
    next: () => 'Check that config.json and the weights belong to the same model.',
  },
  SAFETENSORS_INVALID: {
    title: () => 'The weights file is not valid safetensors.',
    why: (data) => `What is wrong: ${words(data, 'reason', 'its header cannot be read')}.`,
    next: () => 'Download the file again; it may be cut short.',
  },
  TOKENIZER_INVALID: {
    title: () => 'The tokenizer cannot be read.',
    why: (data) => `What is wrong: ${words(data, 'reason', 'tokenizer.json is not in the expected form')}.`,
    next: () => 'Choose a bundled model.',
  },
} satisfies Partial<Record<EngineErrorCode, ErrorSentences>>;
