/**
 * Sampling: R prompts side by side through the decode plan, with a key/value cache. Tokens are chosen on the device; the host
 * looks every few steps whether all rows are done, and reads the answers at the end.
 *
 * Draw order: one uniform per answer position and prompt, positions in order, prompts in order within a position, chunks of
 * prompts in order. All are drawn before a chunk begins, so that a choice depends on nothing but logits and stream. Greedy
 * choices (temperature 0) draw nothing.
 */
import { choiceSettings, type Executor } from '../../kernels/index.ts';
import { EngineError } from '../errors.ts';
import type { RandomStream } from '../train/rng.ts';
import type { ModelTokenizer } from './tokenizer.ts';

export interface SamplingOptions {
  /** Tokens of an answer at most, its end token counted. */
  readonly maxNewTokens: number;
  /** 0 takes the likeliest token (the lowest id on ties). */
  readonly temperature: number;
  /** Keeps the likeliest tokens whose probabilities reach this sum (arXiv:1904.09751); 1 keeps all. */
  readonly topP: number;
  readonly random: RandomStream;
  /** Tokens that end an answer, five at most; default: the tokenizer's own. */
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

/** Steps between two looks at whether any row still goes on: a look waits for the device. */
const LOOK_EVERY = 16;

/** How much a decode plan holds: see `DecodeShape`. */
interface DecodeSizes {
  readonly rows: number;
  readonly capacity: number;
  readonly promptRows: number;
  readonly answerTokens: number;
}

/**
 * One answer per prompt, in order.
 * @param executor of `buildDecodePlan`, used by this call alone until it returns
 * @param prompts token ids, BOS first where the model has one; at least one token each
 * @throws RangeError on an empty prompt, one that leaves no slot for an answer or has no room in the plan, and more tokens or end
 *   tokens than the plan takes; the signal's reason when aborted; EngineError LOSS_NOT_FINITE when the weights are ruined;
 *   KernelError when the device fails
 */
export async function sampleAnswers(
  executor: Executor,
  tokenizer: Pick<ModelTokenizer, 'eos' | 'decodeAfter'>,
  prompts: readonly (readonly number[])[],
  options: SamplingOptions,
): Promise<SampledAnswer[]> {
  const sizes = sizesOf(executor);
  const { capacity, promptRows, answerTokens } = sizes;
  for (const { length } of prompts) {
    if (length === 0 || length > Math.min(capacity, promptRows))
      throw new RangeError(`a prompt of ${length} tokens, ${capacity} slots, ${promptRows} prompt rows`);
  }
  if (options.maxNewTokens > answerTokens)
    throw new RangeError(`answers of ${options.maxNewTokens} tokens in a plan of ${answerTokens}`);
  const endTokens = options.endTokens ?? [tokenizer.eos];
  const answers: SampledAnswer[] = [];
  for (const chunk of chunks(prompts, sizes)) {
    for (const [n, { ids, logps }] of (
      await decodeChunk(executor, sizes, chunk, { ...options, endTokens })
    ).entries()) {
      const finished = ids.length > 0 && endTokens.includes(ids.at(-1) as number);
      answers.push({ ids, text: tokenizer.decodeAfter(chunk[n] as readonly number[], ids), finished, logps });
    }
  }
  return answers;
}

function sizesOf({ plan }: Executor): DecodeSizes {
  const size = (input: string, axis: number): number => plan.inputs.get(input)?.shape[axis] ?? 0;
  return {
    rows: size('ids', 0),
    capacity: plan.states[0]?.shape[1] ?? 0,
    promptRows: size('promptIds', 0),
    answerTokens: size('answers', 1),
  };
}

/** Prompts in order, as many at once as the plan has rows and prompt rows for. */
export function chunks(
  prompts: readonly (readonly number[])[],
  { rows, promptRows }: Pick<DecodeSizes, 'rows' | 'promptRows'>,
): (readonly number[])[][] {
  const list: (readonly number[])[][] = [];
  let free = 0;
  for (const prompt of prompts) {
    if (list.length === 0 || (list.at(-1)?.length ?? 0) >= rows || prompt.length > free) {
      list.push([]);
      free = promptRows;
    }
    list.at(-1)?.push(prompt);
    free -= prompt.length;
  }
  return list;
}

async function decodeChunk(
  executor: Executor,
  sizes: DecodeSizes,
  prompts: readonly (readonly number[])[],
  options: SamplingOptions & { readonly endTokens: readonly number[] },
): Promise<{ ids: number[]; logps: number[] }[]> {
  const { rows: R, answerTokens: L } = sizes;
  if (options.maxNewTokens < 1) return prompts.map(() => ({ ids: [], logps: [] }));
  options.signal?.throwIfAborted();
  writePrompts(executor, sizes, prompts);
  const { temperature, topP, maxNewTokens, endTokens } = options;
  executor.write('settings', choiceSettings({ temperature, topP, maxNewTokens, endIds: endTokens }));
  const uniforms = new Float32Array(L * R); // [L, R]
  if (temperature !== 0) {
    for (let c = 0; c < maxNewTokens; c++) {
      for (let r = 0; r < prompts.length; r++) uniforms[c * R + r] = options.random.uniform();
    }
  }
  executor.write('uniforms', uniforms);
  executor.run('prompt');
  await options.onStep?.(0);
  for (let step = 1; step < maxNewTokens; step++) {
    if (step % LOOK_EVERY === 0 && (await executor.read('progress')).every((count) => count < 0)) break;
    options.signal?.throwIfAborted();
    executor.run('forward');
    await options.onStep?.(step);
  }
  const progress = await executor.read('progress'); // [R]
  const chosen = await executor.read('answers'); // [R, L, 2]
  return prompts.map((_, r) => {
    const count = progress[r] as number;
    const tokens = count < 0 ? -1 - count : count;
    const at = (c: number, part: 0 | 1): number => chosen[2 * (r * L + c) + part] as number;
    const ids = Array.from({ length: tokens }, (_, c) => at(c, 0));
    const logps = Array.from({ length: tokens }, (_, c) => at(c, 1));
    const ruined = logps.find((logp) => !Number.isFinite(logp));
    if (ruined !== undefined) throw new EngineError('LOSS_NOT_FINITE', { metric: 'logits', found: String(ruined) });
    return { ids, logps };
  });
}

/** Lays the prompts out one behind the other, and sets every row to its start. */
function writePrompts(executor: Executor, sizes: DecodeSizes, prompts: readonly (readonly number[])[]): void {
  const { rows: R, capacity: S, promptRows: P, answerTokens: L } = sizes;
  const promptIds = new Int32Array(P); // [P]
  const promptPositions = new Int32Array(P); // [P]
  const promptSegments = new Int32Array(2 * P); // [P, 2]
  const slots = new Int32Array(P).fill(-1); // [P]
  const lastRows = new Int32Array(R); // [R]
  const positions = new Int32Array(R); // [R]
  const progress = new Int32Array(R).fill(-1); // [R]
  let begin = 0;
  prompts.forEach((prompt, r) => {
    const end = begin + prompt.length;
    prompt.forEach((id, t) => {
      promptIds[begin + t] = id;
      promptPositions[begin + t] = t;
      promptSegments.set([begin, end], 2 * (begin + t));
      slots[begin + t] = r * S + t;
    });
    lastRows[r] = end - 1;
    positions[r] = prompt.length;
    progress[r] = 0;
    begin = end;
  });
  const inputs = { promptIds, promptPositions, promptSegments, slots, lastRows, positions, progress };
  for (const [name, data] of Object.entries(inputs)) executor.write(name, data);
  executor.write('ids', new Int32Array(R));
  executor.write('answers', new Float32Array(2 * R * L));
}
