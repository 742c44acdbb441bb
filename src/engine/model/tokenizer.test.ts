import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { EngineError } from '../errors.ts';
import { createTokenizer, type ModelTokenizer } from './tokenizer.ts';

const DATA = new URL('../../../../shared/data/', import.meta.url);
const present = existsSync(DATA);
if (!present) console.warn('skipped: real tokenizers (../shared/data is not beside the repository)');
const json = (path: string): unknown => JSON.parse(readFileSync(new URL(path, DATA), 'utf8'));

function codeAndReason(action: () => unknown): unknown {
  try {
    action();
  } catch (error) {
    if (error instanceof EngineError) return `${error.code} ${error.data.reason}`;
    throw error;
  }
  return undefined;
}

/** A whole byte-fallback tokenizer in a few lines: specials, 256 bytes, three letters, a space, one merge. */
const BYTES = Array.from({ length: 256 }, (_, byte) => `<0x${byte.toString(16).toUpperCase().padStart(2, '0')}>`);
const TOKENS = ['<unk>', '<s>', '</s>', ...BYTES, 'a', 'b', '▁', 'ab'];
const TINY = {
  version: '1.0',
  added_tokens: ['<unk>', '<s>', '</s>'].map((content, id) => ({
    id,
    content,
    single_word: false,
    lstrip: false,
    rstrip: false,
    normalized: false,
    special: true,
  })),
  normalizer: { type: 'Replace', pattern: { String: ' ' }, content: '▁' },
  pre_tokenizer: null,
  post_processor: null,
  decoder: {
    type: 'Sequence',
    decoders: [{ type: 'Replace', pattern: { String: '▁' }, content: ' ' }, { type: 'ByteFallback' }, { type: 'Fuse' }],
  },
  model: {
    type: 'BPE',
    dropout: null,
    unk_token: '<unk>',
    continuing_subword_prefix: null,
    end_of_word_suffix: null,
    fuse_unk: true,
    byte_fallback: true,
    ignore_merges: false,
    vocab: Object.fromEntries(TOKENS.map((token, id) => [token, id])),
    merges: ['a b'],
  },
};
const SETTINGS = { bos_token: '<s>', eos_token: { content: '</s>' } };

describe('a small tokenizer', () => {
  const tokenizer = createTokenizer(TINY, SETTINGS);
  const id = (token: string): number => TOKENS.indexOf(token);

  test('knows its special tokens and vocabulary', () => {
    expect(tokenizer).toMatchObject({ bos: 1, eos: 2 });
    expect(tokenizer.vocabulary).toEqual(TOKENS);
  });

  test('encodes without specials, merges, and falls back to bytes', () => {
    expect(tokenizer.encode('ab ba')).toEqual([id('ab'), id('▁'), id('b'), id('a')]);
    expect(tokenizer.encode('é')).toEqual([id('<0xC3>'), id('<0xA9>')]);
    expect(tokenizer.encode('')).toEqual([]);
  });

  test('decodes nothing to nothing, and skips specials and ids it does not have', () => {
    expect(tokenizer.decode([])).toBe('');
    expect(tokenizer.decode([1, 2])).toBe('');
    expect(tokenizer.decode([1, id('ab'), 9999, -1, 2])).toBe('ab');
  });

  test('pieces join to the text, and half a character waits for its end', () => {
    const ids = tokenizer.encode('aé b');
    expect(tokenizer.pieces([], ids)).toEqual(['a', '', 'é', ' ', 'b']);
    expect(tokenizer.pieces([], ids.slice(0, 2)).join('')).toBe(tokenizer.decode(ids.slice(0, 2)));
  });
});

describe('bad tokenizer files', () => {
  test.each([
    ['a list', [], SETTINGS, 'TOKENIZER_INVALID not_an_object'],
    ['nothing in it', {}, SETTINGS, 'TOKENIZER_INVALID not_readable'],
    ['an unknown model', { ...TINY, model: { type: 'Mystery' } }, SETTINGS, 'TOKENIZER_INVALID not_readable'],
    ['settings that are text', TINY, 'x', 'TOKENIZER_INVALID not_an_object'],
    ['no end token', TINY, { bos_token: '<s>' }, 'TOKENIZER_INVALID no_end_token'],
    [
      'an end token that is not in the vocabulary',
      TINY,
      { eos_token: '<end>' },
      'TOKENIZER_INVALID special_token_unknown',
    ],
    [
      'an absurd id',
      { ...TINY, model: { ...TINY.model, vocab: { ...TINY.model.vocab, z: 1e9 } } },
      SETTINGS,
      'TOKENIZER_INVALID id_out_of_range',
    ],
  ])('%s', (_, file, settings, wanted) => {
    expect(codeAndReason(() => createTokenizer(file, settings))).toBe(wanted);
  });

  test('a vocabulary larger than the model', () => {
    const config = { vocabularySize: 16, bosTokenId: 1, eosTokenIds: [2] };
    expect(codeAndReason(() => createTokenizer(TINY, SETTINGS, config))).toBe(
      'TOKENIZER_INVALID vocabulary_larger_than_model',
    );
  });
});

interface StoriesGolden {
  tokenizer: { text: string; ids: number[]; decoded: string }[];
  prompts: { prompt: string; promptIds: number[]; greedyIds: number[]; greedyText: string }[];
  sequenceLogProbs: { prompt: string; completion: string; promptIds: number[]; completionIds: number[] }[];
}

describe.skipIf(!present)('stories260K', () => {
  const golden = present ? (json('models/stories260K/golden.json') as StoriesGolden) : undefined;
  const tokenizer = (): ModelTokenizer =>
    createTokenizer(json('models/stories260K/hf/tokenizer.json'), json('models/stories260K/hf/tokenizer_config.json'));

  test('all sixteen golden strings, byte fallback among them', () => {
    const it = tokenizer();
    const strings = [
      ...(golden?.tokenizer ?? []).map(({ text, ids }) => ({ text, ids })),
      ...(golden?.prompts ?? []).map(({ prompt, promptIds }) => ({ text: prompt, ids: promptIds })),
      ...(golden?.sequenceLogProbs ?? []).map((s) => ({
        text: s.prompt + s.completion,
        ids: [...s.promptIds, ...s.completionIds],
      })),
    ];
    expect(strings).toHaveLength(16);
    for (const { text, ids } of strings) expect([1, ...it.encode(text)]).toEqual(ids);
    for (const { ids, decoded } of golden?.tokenizer ?? []) expect(it.decode(ids)).toBe(decoded);
  });

  test('an answer keeps the space that a text of its own would lose', () => {
    const it = tokenizer();
    for (const { prompt, promptIds, completion, completionIds } of golden?.sequenceLogProbs ?? []) {
      expect(it.decodeAfter(promptIds, completionIds)).toBe(completion);
      expect(it.pieces(promptIds, completionIds).join('')).toBe(completion);
      expect(it.decode([...promptIds, ...completionIds])).toBe(prompt + completion);
    }
  });
});

describe.skipIf(!present)('GPT-2', () => {
  test('all golden strings, byte-level, there and back', () => {
    const golden = json('tokenizers/gpt2/golden.json') as { cases: { text: string; idsWithSpecialTokens: number[] }[] };
    const it = createTokenizer(json('tokenizers/gpt2/tokenizer.json'), { eos_token: '<|endoftext|>' });
    expect(golden.cases).toHaveLength(15);
    for (const { text, idsWithSpecialTokens: ids } of golden.cases) {
      expect(it.encode(text)).toEqual(ids);
      expect(it.decode(ids)).toBe(text.replaceAll('<|endoftext|>', ''));
    }
    expect(it).toMatchObject({ bos: null, eos: 50256 });
  });
});
