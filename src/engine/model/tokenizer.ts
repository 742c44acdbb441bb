/**
 * Text to token ids and back, by `@huggingface/tokenizers` from the model folder's own tokenizer.json.
 */
import { Tokenizer as HubTokenizer } from '@huggingface/tokenizers';
import { EngineError } from '../errors.ts';
import type { DecoderConfig } from './config.ts';

export interface ModelTokenizer {
  /** Ids of `text`, without BOS or EOS. A special token spelled out in the text becomes its id, as in transformers. */
  encode(text: string): number[];
  /** Text of `ids`; special tokens and ids outside the vocabulary give nothing. */
  decode(ids: readonly number[]): string;
  /** Text that `ids` add to `context`: a decoder may drop the first space of a text, but not of an answer. */
  decodeAfter(context: readonly number[], ids: readonly number[]): string;
  /**
   * Text of each token of `ids` after `context`; together they are `decodeAfter`. A token that only begins a character
   * (byte fallback) has '' and the one that ends it has the character.
   */
  pieces(context: readonly number[], ids: readonly number[]): string[];
  /** Begins every sequence; null where the model has none. */
  readonly bos: number | null;
  /** Ends an answer. */
  readonly eos: number;
  /** Raw token of each id (with '▁' or 'Ġ' for a space), '' where the vocabulary has none. */
  readonly vocabulary: readonly string[];
}

/**
 * @param tokenizerJson parsed tokenizer.json
 * @param tokenizerConfigJson parsed tokenizer_config.json
 * @param config where given, the model's: ids must fit its vocabulary, and its BOS and EOS are used
 * @throws EngineError TOKENIZER_INVALID {reason, …}
 */
export function createTokenizer(
  tokenizerJson: unknown,
  tokenizerConfigJson: unknown,
  config?: Pick<DecoderConfig, 'vocabularySize' | 'bosTokenId' | 'eosTokenIds'>,
): ModelTokenizer {
  const settings = requireObject(tokenizerConfigJson, 'tokenizer_config.json');
  const hub = openHubTokenizer(requireObject(tokenizerJson, 'tokenizer.json'), settings);
  const vocabulary = listVocabulary(hub);
  if (config !== undefined && vocabulary.length > config.vocabularySize) {
    throw invalid('vocabulary_larger_than_model', { tokenizer: vocabulary.length, model: config.vocabularySize });
  }
  const bos = config === undefined ? (specialId(hub, settings, 'bos_token') ?? null) : config.bosTokenId;
  const eos = config?.eosTokenIds[0] ?? specialId(hub, settings, 'eos_token');
  if (eos === undefined) throw invalid('no_end_token', { field: 'eos_token' });

  const decode = (ids: readonly number[]): string => {
    const known = ids.filter((id) => vocabulary[id] !== undefined && vocabulary[id] !== '');
    if (known.length === 0) return ''; // The library throws on an empty list.
    return hub.decode(known, { skip_special_tokens: true });
  };
  const decodeAfter = (context: readonly number[], ids: readonly number[]): string =>
    decode([...context, ...ids]).slice(decode(context).length);
  return {
    encode: (text) => (text === '' ? [] : [...hub.encode(text, { add_special_tokens: false }).ids]),
    decode,
    decodeAfter,
    pieces(context, ids) {
      let given = decode(context).length;
      return ids.map((_, i) => {
        const text = decode([...context, ...ids.slice(0, i + 1)]);
        const incomplete = i < ids.length - 1 && text.endsWith('\uFFFD');
        if (incomplete) return '';
        const piece = text.slice(given);
        given = text.length;
        return piece;
      });
    },
    bos,
    eos,
    vocabulary,
  };
}

function openHubTokenizer(tokenizerJson: object, settings: object): HubTokenizer {
  requireSmallIds(tokenizerJson);
  try {
    // Absent means false since transformers 5; this library's own default would rewrite spaces before punctuation.
    const hub = new HubTokenizer(tokenizerJson, { clean_up_tokenization_spaces: false, ...settings });
    hub.encode('a', { add_special_tokens: false });
    return hub;
  } catch (cause) {
    throw invalid('not_readable', { file: 'tokenizer.json' }, cause);
  }
}

/** Largest vocabulary. The library lays tokens out in an array by id: one id of 1e9 keeps it busy for half a minute. */
const MAX_VOCABULARY = 2 ** 20;

function requireSmallIds(tokenizerJson: object): void {
  const { model, added_tokens: added } = tokenizerJson as Readonly<Record<string, unknown>>;
  const vocabulary: unknown = typeof model === 'object' && model !== null && 'vocab' in model ? model.vocab : undefined;
  const ids: unknown[] = Array.isArray(added)
    ? added.map((token: unknown) => (token as { id?: unknown } | null)?.id)
    : [];
  // A list (Unigram) numbers its tokens by position; a map (BPE, WordPiece) names each id.
  if (typeof vocabulary === 'object' && vocabulary !== null && !Array.isArray(vocabulary)) {
    for (const id of Object.values(vocabulary)) ids.push(id);
  }
  for (const id of ids) {
    if (typeof id !== 'number' || !Number.isInteger(id) || id < 0 || id >= MAX_VOCABULARY) {
      throw invalid('id_out_of_range', { id: String(id).slice(0, 40) });
    }
  }
}

function listVocabulary(hub: HubTokenizer): string[] {
  const vocabulary: string[] = [];
  for (const [token, id] of hub.get_vocab(true)) vocabulary[id] = token;
  return Array.from(vocabulary, (token) => token ?? '');
}

/** Settings write a special token as text or as `{content}`. */
function specialId(hub: HubTokenizer, settings: object, field: string): number | undefined {
  const value: unknown = new Map<string, unknown>(Object.entries(settings)).get(field);
  const content: unknown = typeof value === 'object' && value !== null && 'content' in value ? value.content : value;
  if (content === undefined || content === null) return undefined;
  const id = typeof content === 'string' ? hub.token_to_id(content) : undefined;
  if (id === undefined) throw invalid('special_token_unknown', { field, token: String(content).slice(0, 40) });
  return id;
}

function requireObject(value: unknown, file: string): object {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw invalid('not_an_object', { file });
  return value;
}

function invalid(reason: string, data: Readonly<Record<string, string | number>>, cause?: unknown): EngineError {
  return new EngineError('TOKENIZER_INVALID', { reason, ...data }, cause);
}
