import type { PreferenceRow } from '../worlds/types.ts';

/** What tokenising needs of a tokenizer; `src/engine/model/tokenizer.ts` is one. */
export interface RowTokenizer {
  /** Ids of the text alone, no specials. */
  encode(text: string): number[];
  readonly bos: number | null;
  readonly eos: number;
}

/** A prompt with one completion, ready for a batch. */
export interface TokenizedSequence {
  /** BOS + prompt + completion + EOS. EOS is missing when the completion was cut. */
  readonly ids: readonly number[];
  /** Tokens before the completion. */
  readonly promptLength: number;
  /** Completion tokens, EOS counted when there. */
  readonly completionLength: number;
  readonly truncated: boolean;
  /** The step (sentence) of each completion token, from 1; where the method asks for steps. */
  readonly steps?: readonly number[];
}

export interface TokenizedRow {
  readonly row: PreferenceRow;
  readonly chosen: TokenizedSequence;
  readonly rejected: TokenizedSequence;
  /** What the method needs beyond the pair. */
  readonly relations?: TokenizedRelations;
}

export interface TokenizedRelations {
  readonly gold?: TokenizedSequence;
  readonly rationale?: TokenizedSequence;
  readonly satisfied?: TokenizedSequence;
  readonly violated?: TokenizedSequence;
  readonly synthesisedChosen?: TokenizedSequence;
  readonly synthesisedRejected?: TokenizedSequence;
  /** Questions how much is missing of an answer, with their replies. */
  readonly degree?: readonly TokenizedSequence[];
  /** Ranked answers, best first. */
  readonly members?: readonly { readonly sequence: TokenizedSequence; readonly value: number }[];
  readonly attributes?: {
    readonly chosen: readonly [number, number];
    readonly rejected: readonly [number, number];
  };
  readonly probability?: number;
}

/** A cut prompt keeps at least this many of its last tokens (BOS not counted). */
const PROMPT_KEPT = 16;

/**
 * Truncation rule, the same for both sides: a sequence over `maxLength` first loses the start of its prompt, down to its
 * last PROMPT_KEPT tokens, then the end of its completion (and so its EOS).
 */
export function tokenizeRow(
  tokenizer: RowTokenizer,
  row: PreferenceRow,
  maxLength: number,
  steps?: (answer: string) => readonly string[],
): TokenizedRow {
  const { prompt, rejectedPrompt, chosen, rejected } = encodeRow(tokenizer, row);
  const side = (asked: number[], answer: number[], text: string) =>
    withSteps(tokenizer, sequence(tokenizer, asked, answer, maxLength), steps?.(text));
  return { row, chosen: side(prompt, chosen, row.chosen), rejected: side(rejectedPrompt, rejected, row.rejected) };
}

/** A completion beside those of the pair, by the same rule. */
export function tokenizeCompletion(
  tokenizer: RowTokenizer,
  prompt: string,
  completion: string,
  maxLength: number,
  steps?: (answer: string) => readonly string[],
): TokenizedSequence {
  const made = sequence(tokenizer, tokenizer.encode(prompt), tokenizer.encode(completion), maxLength);
  return withSteps(tokenizer, made, steps?.(completion));
}

/** Each completion token's step, from 1: a step ends where the text up to its end does. EOS belongs to the last. */
function withSteps(
  tokenizer: RowTokenizer,
  made: TokenizedSequence,
  steps: readonly string[] | undefined,
): TokenizedSequence {
  if (steps === undefined) return made;
  let text = '';
  const ends = steps.map((step) => {
    text += step;
    return tokenizer.encode(text).length;
  });
  const stepOf = (token: number) => {
    const index = ends.findIndex((end) => token < end);
    return (index < 0 ? ends.length - 1 : index) + 1;
  };
  return { ...made, steps: Array.from({ length: made.completionLength }, (_, token) => stepOf(token)) };
}

interface EncodedRow {
  readonly prompt: number[];
  readonly rejectedPrompt: number[];
  readonly chosen: number[];
  readonly rejected: number[];
}

/** Encoding a whole set takes about a second: a row is encoded once by each tokenizer, whatever runs follow. */
const encoded = new WeakMap<RowTokenizer, WeakMap<PreferenceRow, EncodedRow>>();

function encodeRow(tokenizer: RowTokenizer, row: PreferenceRow): EncodedRow {
  const ofTokenizer = encoded.get(tokenizer) ?? new WeakMap<PreferenceRow, EncodedRow>();
  encoded.set(tokenizer, ofTokenizer);
  const known = ofTokenizer.get(row);
  if (known) return known;
  const prompt = tokenizer.encode(row.prompt);
  const made = {
    prompt,
    rejectedPrompt: row.rejected_prompt === undefined ? prompt : tokenizer.encode(row.rejected_prompt),
    chosen: tokenizer.encode(row.chosen),
    rejected: tokenizer.encode(row.rejected),
  };
  ofTokenizer.set(row, made);
  return made;
}

function sequence(tokenizer: RowTokenizer, prompt: number[], answer: number[], maxLength: number): TokenizedSequence {
  const bos = tokenizer.bos === null ? [] : [tokenizer.bos];
  const completion = [...answer, tokenizer.eos];
  const excess = bos.length + prompt.length + completion.length - maxLength;
  const promptCut = Math.min(Math.max(excess, 0), Math.max(prompt.length - PROMPT_KEPT, 0));
  const completionCut = Math.max(excess - promptCut, 0);
  const kept = completion.slice(0, Math.max(completion.length - completionCut, 1));
  const start = [...bos, ...prompt.slice(promptCut)].slice(0, Math.max(maxLength - kept.length, 0));
  return {
    ids: [...start, ...kept],
    promptLength: start.length,
    completionLength: kept.length,
    truncated: excess > 0,
  };
}
