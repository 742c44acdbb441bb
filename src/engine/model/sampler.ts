/**
 * Sampling: R prompts side by side through the decode plan, one token a step, with a key/value cache.
 *
 * Prompts are fed like answers, a token a step; a row that is still inside its prompt ignores its logits. Tokens are
 * chosen on the host in float64 from the logits that were read back, so that a choice depends on nothing but the logits
 * and the random stream.
 *
 * Draw order: one uniform per row and step, rows in order, steps in order, chunks of R prompts in order. A row that is
 * inside its prompt, has finished, or chooses greedily (temperature 0) draws nothing.
 */
import type { Executor } from '../../kernels/index.ts';
import type { RandomStream } from '../train/rng.ts';
import { chooseToken } from './chooseToken.ts';
import type { ModelTokenizer } from './tokenizer.ts';

export interface SamplingOptions {
  /** Tokens of an answer at most, its end token counted. */
  readonly maxNewTokens: number;
  /** 0 takes the likeliest token (the lowest id on ties). */
  readonly temperature: number;
  /** Keeps the likeliest tokens whose probabilities reach this sum (arXiv:1904.09751); 1 keeps all. */
  readonly topP: number;
  readonly random: RandomStream;
  /** Tokens that end an answer; default: the tokenizer's own. */
  readonly endTokens?: readonly number[];
  readonly signal?: AbortSignal;
  /** After each step; may be waited for, so that a worker can read its messages. */
  readonly onStep?: (step: number) => void | Promise<void>;
}

export interface SampledAnswer {
  /** What the model chose, the end token last where it came. */
  readonly ids: number[];
  readonly text: string;
  /** Whether it ended by itself. */
  readonly finished: boolean;
  /** Log-probability of each id under the policy itself (temperature 1, all tokens), nats. */
  readonly logps: number[];
}

/** A row of the decode plan while it is being filled. */
interface DecodingRow {
  readonly prompt: readonly number[];
  readonly ids: number[];
  readonly logps: number[];
  /** Tokens fed so far; the next one goes to this cache slot. */
  position: number;
  finished: boolean;
  /** Needs no more steps: finished, full, or not in use. */
  idle: boolean;
}

/**
 * One answer per prompt, in order.
 * @param executor of `buildDecodePlan`, R rows and S slots; used by this call alone until it returns
 * @param prompts token ids, BOS first where the model has one; at least one token each
 * @throws RangeError on an empty prompt, or one that leaves no slot for an answer; the signal's reason when aborted;
 *   EngineError LOSS_NOT_FINITE when the weights are ruined; KernelError when the device fails
 */
export async function sampleAnswers(
  executor: Executor,
  tokenizer: Pick<ModelTokenizer, 'eos' | 'decodeAfter'>,
  prompts: readonly (readonly number[])[],
  options: SamplingOptions,
): Promise<SampledAnswer[]> {
  const rows = executor.plan.inputs.get('ids')?.shape[0] ?? 0;
  const capacity = executor.plan.states[0]?.shape[1] ?? 0;
  for (const prompt of prompts) {
    if (prompt.length === 0 || prompt.length > capacity)
      throw new RangeError(`a prompt of ${prompt.length} tokens, ${capacity} slots`);
  }
  const answers: SampledAnswer[] = [];
  for (let at = 0; at < prompts.length; at += rows) {
    const batch = prompts.slice(at, at + rows).map(startRow);
    await decodeBatch(executor, batch, capacity, { ...options, endTokens: options.endTokens ?? [tokenizer.eos] });
    for (const { prompt, ids, logps, finished } of batch) {
      answers.push({ ids, text: tokenizer.decodeAfter(prompt, ids), finished, logps });
    }
  }
  return answers;
}

function startRow(prompt: readonly number[]): DecodingRow {
  return { prompt, ids: [], logps: [], position: 0, finished: false, idle: false };
}

async function decodeBatch(
  executor: Executor,
  batch: readonly DecodingRow[],
  capacity: number,
  options: SamplingOptions & { readonly endTokens: readonly number[] },
): Promise<void> {
  const rows = executor.plan.inputs.get('ids')?.shape[0] ?? 0;
  const vocabulary = executor.plan.outputs.get('logits')?.shape[1] ?? 0;
  const ids = new Int32Array(rows); // [R]
  const positions = new Int32Array(rows); // [R]
  if (options.maxNewTokens < 1) return;
  for (let step = 0; batch.some((row) => !row.idle); step++) {
    options.signal?.throwIfAborted();
    batch.forEach((row, r) => {
      if (row.idle) return; // Feeds its last token into its last slot again: harmless, and unread.
      ids[r] = (row.position < row.prompt.length ? row.prompt[row.position] : row.ids.at(-1)) as number;
      positions[r] = row.position++;
    });
    executor.write('ids', ids);
    executor.write('positions', positions);
    executor.run('forward');
    const choosing = batch.filter((row) => !row.idle && row.position >= row.prompt.length);
    if (choosing.length > 0) {
      const logits = await executor.read('logits'); // [R, V]
      for (const row of choosing) {
        const r = batch.indexOf(row);
        choose(row, logits.subarray(r * vocabulary, (r + 1) * vocabulary), capacity, options);
      }
    }
    await options.onStep?.(step);
  }
}

function choose(
  row: DecodingRow,
  logits: Float32Array,
  capacity: number,
  options: SamplingOptions & { readonly endTokens: readonly number[] },
): void {
  const { id, logp } = chooseToken(logits, options);
  row.ids.push(id);
  row.logps.push(logp);
  row.finished = options.endTokens.includes(id);
  // The chosen token takes slot `position` when it is fed: without that slot this was the last one.
  row.idle = row.finished || row.ids.length >= options.maxNewTokens || row.position >= capacity;
}
