import type { ParameterStore } from '../../kernels/index.ts';
import { chunks, type SampledAnswer, sampleAnswers } from '../model/sampler.ts';
import { rowBucket } from '../model/scorer.ts';
import { randomStream } from './rng.ts';
import type { Workbench } from './workbench.ts';

/** Sequences answered side by side at most. */
const ROWS_MAX = 64;
/** Cache slots come in steps of this, so that prompts of like length share a plan. */
const CAPACITY_STEP = 16;

/** One answer a prompt from the weights in `store`, drawn from the named stream. */
export async function answerPrompts(
  bench: Workbench,
  store: ParameterStore,
  prompts: readonly string[],
  streamName: string,
): Promise<SampledAnswer[]> {
  if (prompts.length === 0) return [];
  const { experiment, model, plans } = bench;
  const { tokenizer, config } = model;
  const room = Math.max(1, config.contextLength - experiment.max_completion_length);
  const ids = prompts.map((prompt) => {
    const bos = tokenizer.bos === null ? [] : [tokenizer.bos];
    const encoded = tokenizer.encode(prompt);
    return [...bos, ...encoded.slice(Math.max(0, encoded.length - room + bos.length))];
  });
  const longest = Math.max(...ids.map((prompt) => prompt.length)) + experiment.max_completion_length;
  const capacity = Math.min(config.contextLength, Math.ceil(longest / CAPACITY_STEP) * CAPACITY_STEP);
  const rows = Math.min(prompts.length, ROWS_MAX);
  const together = chunks(ids, { rows, promptRows: Number.POSITIVE_INFINITY }).map((chunk) => chunk.flat().length);
  const promptRows = rowBucket(Math.max(...together));
  const answerTokens = experiment.max_completion_length;
  const executor = await plans.decoding(store, { rows, capacity, promptRows, answerTokens });
  return sampleAnswers(executor, tokenizer, ids, {
    maxNewTokens: experiment.max_completion_length,
    temperature: experiment.temperature,
    topP: experiment.top_p,
    random: randomStream(experiment.seed, streamName),
  });
}
