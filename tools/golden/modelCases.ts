/**
 * The cases of a golden model folder (`../shared/golden/README.md`, models/NAME) on one backend: full, masked_prompt,
 * right_padded, greedy, gradients. Reads nothing from disk, so that the same checks run in Node and in a browser.
 */
import { parseDecoderConfig } from '../../src/engine/model/config.ts';
import { decoderLayout } from '../../src/engine/model/layout.ts';
import { PlanCache } from '../../src/engine/model/PlanCache.ts';
import { parseSafetensors, type SafetensorsFile } from '../../src/engine/model/safetensors.ts';
import { sampleAnswers } from '../../src/engine/model/sampler.ts';
import { layoutSequences, writeScoringInputs } from '../../src/engine/model/scorer.ts';
import { flattenCheckpoint } from '../../src/engine/model/weights.ts';
import { randomStream } from '../../src/engine/train/rng.ts';
import {
  type Backend,
  type Executor,
  elementCount,
  type ParameterLayout,
  type ParameterStore,
} from '../../src/kernels/index.ts';

export interface GoldenModelFiles {
  readonly config: unknown;
  readonly golden: unknown;
  readonly model: Uint8Array;
  readonly gradients: Uint8Array;
  readonly activations: Uint8Array;
}

export interface ModelCaseResult {
  readonly id: ModelCase;
  readonly passed: boolean;
  /** Largest |got − want| / (atol + rtol·|want|) of the case: below 1 passes. */
  readonly worst: number;
  /** The worst number, in words, for a failing case. */
  readonly detail: string;
}

export const MODEL_CASES = ['full', 'masked_prompt', 'right_padded', 'greedy', 'gradients'] as const;
export type ModelCase = (typeof MODEL_CASES)[number];

interface Tolerance {
  readonly rtol: number;
  readonly atol: number;
}

/** The parts of golden.json that are compared. */
interface GoldenModel {
  readonly tolerance: { readonly logits: Tolerance; readonly loss: Tolerance; readonly gradients: Tolerance };
  readonly full: { input_ids: number[][]; loss: number; token_logps: number[][]; sum_logps: number[] };
  readonly masked_prompt: { input_ids: number[][]; labels: number[][]; loss: number };
  readonly right_padded: {
    input_ids: number[][];
    attention_mask: number[][];
    labels: number[][];
    loss: number;
    last_valid_logits: number[][];
    gradient_norms: Record<string, number>;
  };
  readonly greedy: { prompt_ids: number[][]; output_ids: number[][] };
}

/** Compares numbers and remembers the worst. */
class Comparison {
  worst = 0;
  detail = '';

  number(name: string, got: number, want: number, { rtol, atol }: Tolerance): void {
    const ratio = Math.abs(got - want) / (atol + rtol * Math.abs(want));
    if (ratio <= this.worst) return; // NaN goes on
    this.worst = Number.isNaN(ratio) ? Infinity : ratio;
    this.detail = `${name}: got ${got}, want ${want} (rtol ${rtol}, atol ${atol})`;
  }

  numbers(name: string, got: ArrayLike<number>, want: ArrayLike<number>, tolerance: Tolerance): void {
    if (got.length !== want.length) this.number(`${name}.length`, got.length, want.length, { rtol: 0, atol: 0 });
    for (let i = 0; i < want.length; i++) this.number(`${name}[${i}]`, got[i] ?? NaN, want[i] as number, tolerance);
  }

  result(id: ModelCase): ModelCaseResult {
    return { id, passed: this.worst <= 1, worst: this.worst, detail: this.detail };
  }
}

/** Label of a position that does not count, as in transformers. */
const IGNORED = -100;

/**
 * Runs every case.
 * @throws what loading throws; a wrong number is a result, not an error
 */
export async function checkModelCases(files: GoldenModelFiles, backend: Backend): Promise<ModelCaseResult[]> {
  const config = parseDecoderConfig(files.config);
  const golden = files.golden as GoldenModel;
  const plans = new PlanCache(backend, config);
  const checkpoint = parseSafetensors(files.model);
  const [N, T] = [golden.full.input_ids.length, golden.full.input_ids[0]?.length ?? 0];
  const layout = decoderLayout(config);
  const store = backend.createStore(layout, { trainable: true });
  try {
    store.upload('parameters', flattenCheckpoint({ fileOf: () => checkpoint }, layout));
    const executor = await plans.scoring(store, { rows: N * T, train: true, logits: true });
    const run = new GoldenRun(executor, store, layout, N, T, config.vocabularySize);
    return [
      await fullCase(run, golden, parseSafetensors(files.activations)),
      await maskedPromptCase(run, golden),
      await rightPaddedCase(run, golden),
      await greedyCase(plans, store, golden),
      await gradientsCase(run, golden, parseSafetensors(files.gradients)),
    ];
  } finally {
    await plans.dispose();
    store.dispose();
  }
}

/** Forward and backward of the mean cross-entropy over labelled positions. */
class GoldenRun {
  readonly #executor: Executor;
  readonly #store: ParameterStore;
  readonly #layout: ParameterLayout;
  readonly #sequences: number;
  readonly #tokens: number;
  readonly #vocabulary: number;

  constructor(
    executor: Executor,
    store: ParameterStore,
    layout: ParameterLayout,
    sequences: number,
    tokens: number,
    vocabulary: number,
  ) {
    this.#executor = executor;
    this.#store = store;
    this.#layout = layout;
    this.#sequences = sequences;
    this.#tokens = tokens;
    this.#vocabulary = vocabulary;
  }

  /** @param labels the token wanted at each position (the row before it predicts it), or IGNORED */
  async loss(inputIds: number[][], labels: number[][], lengths: number[]): Promise<Scored> {
    const T = this.#tokens;
    // One more token makes the last position a row too: its logits are compared, its log-prob is not.
    const sequences = inputIds.map((ids, n) => [...ids.slice(0, lengths[n]), 0]);
    writeScoringInputs(this.#executor, layoutSequences(sequences, this.#sequences * T, T).inputs);
    this.#executor.run('forward');
    const logps = await this.#executor.read('logps'); // [N·T]
    const logits = await this.#executor.read('logits'); // [N·T, V]
    const counted = labels.flatMap((row, n) =>
      row.flatMap((label, t) => (t > 0 && label !== IGNORED ? [n * T + t - 1] : [])),
    );
    const loss = -counted.reduce((sum, row) => sum + (logps[row] as number), 0) / counted.length;
    return { loss, logps, logits, counted, vocabulary: this.#vocabulary };
  }

  /** Gradients by parameter, of the loss just computed. */
  async gradients(counted: readonly number[]): Promise<Map<string, Float32Array>> {
    const seeds = new Float32Array(this.#sequences * this.#tokens); // [N·T]
    for (const row of counted) seeds[row] = -1 / counted.length;
    this.#store.upload('gradients', new Float32Array(this.#layout.length));
    this.#executor.write('dLogps', seeds);
    this.#executor.run('backward');
    const flat = await this.#store.download('gradients');
    return new Map(
      this.#layout.entries.map(({ name, offset, shape }) => [name, flat.slice(offset, offset + elementCount(shape))]),
    );
  }
}

interface Scored {
  readonly loss: number;
  readonly logps: Float32Array;
  readonly logits: Float32Array;
  /** Rows that are part of the mean. */
  readonly counted: readonly number[];
  readonly vocabulary: number;
}

async function fullCase(run: GoldenRun, golden: GoldenModel, activations: SafetensorsFile): Promise<ModelCaseResult> {
  const { input_ids: ids, loss, token_logps: tokenLogps, sum_logps: sums } = golden.full;
  const comparison = new Comparison();
  const got = await run.loss(ids, ids, lengthsOf(ids));
  const T = ids[0]?.length ?? 0;
  comparison.numbers('logits', got.logits, activations.read('logits'), golden.tolerance.logits);
  comparison.number('loss', got.loss, loss, golden.tolerance.loss);
  tokenLogps.forEach((want, n) => {
    const rows = got.logps.slice(n * T, n * T + T - 1);
    comparison.numbers(`token_logps[${n}]`, rows, want, golden.tolerance.logits);
    comparison.number(
      `sum_logps[${n}]`,
      rows.reduce((a, b) => a + b, 0),
      sums[n] as number,
      golden.tolerance.logits,
    );
  });
  return comparison.result('full');
}

async function maskedPromptCase(run: GoldenRun, golden: GoldenModel): Promise<ModelCaseResult> {
  const { input_ids: ids, labels, loss } = golden.masked_prompt;
  const comparison = new Comparison();
  comparison.number('loss', (await run.loss(ids, labels, lengthsOf(ids))).loss, loss, golden.tolerance.loss);
  return comparison.result('masked_prompt');
}

async function rightPaddedCase(run: GoldenRun, golden: GoldenModel): Promise<ModelCaseResult> {
  const {
    input_ids: ids,
    attention_mask: mask,
    labels,
    loss,
    last_valid_logits: logits,
    gradient_norms: norms,
  } = golden.right_padded;
  const comparison = new Comparison();
  const lengths = mask.map((row) => row.reduce((a, b) => a + b, 0));
  const got = await run.loss(ids, labels, lengths);
  comparison.number('loss', got.loss, loss, golden.tolerance.loss);
  logits.forEach((want, n) => {
    const row = n * (ids[0]?.length ?? 0) + (lengths[n] as number) - 1;
    const values = got.logits.slice(row * got.vocabulary, (row + 1) * got.vocabulary);
    comparison.numbers(`last_valid_logits[${n}]`, values, want, golden.tolerance.logits);
  });
  const gradients = await run.gradients(got.counted);
  for (const [name, want] of Object.entries(norms)) {
    const norm = Math.hypot(...(gradients.get(name) ?? [Number.NaN]));
    comparison.number(`gradient_norms.${name}`, norm, want, golden.tolerance.gradients);
  }
  return comparison.result('right_padded');
}

async function greedyCase(plans: PlanCache, store: ParameterStore, golden: GoldenModel): Promise<ModelCaseResult> {
  const { prompt_ids: prompts, output_ids: outputs } = golden.greedy;
  const comparison = new Comparison();
  const capacity = outputs[0]?.length ?? 0;
  const answerTokens = capacity - (prompts[0]?.length ?? 0);
  const promptRows = prompts.flat().length;
  const executor = await plans.decoding(store, { rows: prompts.length, capacity, promptRows, answerTokens });
  const withoutText = { eos: -1, decodeAfter: () => '' };
  const answers = await sampleAnswers(executor, withoutText, prompts, {
    maxNewTokens: answerTokens,
    temperature: 0,
    topP: 1,
    random: randomStream(0, 'golden'),
  });
  answers.forEach(({ ids }, n) => {
    comparison.numbers(`output_ids[${n}]`, [...(prompts[n] ?? []), ...ids], outputs[n] ?? [], { rtol: 0, atol: 0.5 });
  });
  return comparison.result('greedy');
}

async function gradientsCase(run: GoldenRun, golden: GoldenModel, wanted: SafetensorsFile): Promise<ModelCaseResult> {
  const { input_ids: ids } = golden.full;
  const comparison = new Comparison();
  const got = await run.loss(ids, ids, lengthsOf(ids));
  const gradients = await run.gradients(got.counted);
  for (const name of wanted.tensors.keys()) {
    comparison.numbers(name, gradients.get(name) ?? [], wanted.read(name), golden.tolerance.gradients);
  }
  return comparison.result('gradients');
}

function lengthsOf(rows: readonly (readonly number[])[]): number[] {
  return rows.map((row) => row.length);
}
