/** Real checkpoints, where ../shared lies beside the repository. Reference numbers: their `golden.json`, float64. */
import { existsSync, readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Backend, openBackend, type ParameterStore } from '../../kernels/index.ts';
import { randomStream } from '../train/rng.ts';
import { parseDecoderConfig } from './config.ts';
import { decoderLayout } from './layout.ts';
import { type LoadedModel, loadModel } from './loadModel.ts';
import { functionSource } from './modelSource.ts';
import { PlanCache } from './PlanCache.ts';
import { sampleAnswers } from './sampler.ts';
import { layoutSequences, scoreSequences, writeScoringInputs } from './scorer.ts';
import { flattenCheckpoint, readCheckpoint } from './weights.ts';

const MODELS = new URL('../../../../shared/data/models/', import.meta.url);
const present = existsSync(MODELS);
if (!present) console.warn('skipped: real models (../shared/data is not beside the repository)');
const source = (folder: string) =>
  functionSource(async (path) => new Uint8Array(await readFile(new URL(folder + path, MODELS))));
const golden = <T>(folder: string): T => JSON.parse(readFileSync(new URL(`${folder}golden.json`, MODELS), 'utf8')) as T;

interface StoriesGolden {
  readonly publishedGreedy: { readonly ids: number[]; readonly text: string };
  readonly prompts: {
    prompt: string;
    promptIds: number[];
    lastLogits: number[];
    greedyIds: number[];
    greedyText: string;
  }[];
  readonly sequenceLogProbs: {
    promptIds: number[];
    completionIds: number[];
    allTokenLogProbs: number[];
    sumLogProb: number;
  }[];
}

describe.skipIf(!present).each(['cpu', 'wasm'] as const)('stories260K on %s', (name) => {
  let backend: Backend;
  let model: LoadedModel;
  let store: ParameterStore;
  let plans: PlanCache;

  beforeAll(async () => {
    backend = await openBackend({ prefer: name });
    model = await loadModel(source('stories260K/hf/'));
    store = backend.createStore(model.layout, { trainable: false });
    store.upload('parameters', model.weights);
    plans = new PlanCache(backend, model.config);
  });

  afterAll(async () => {
    await plans.dispose();
    store.dispose();
    backend.dispose();
  });

  test('loads with all its parameters', () => {
    expect(model.parameters).toBe(260_032);
    expect(model.tokenizer).toMatchObject({ bos: 1, eos: 2 });
    expect(model.unusedTensors).toEqual([]);
  });

  test('per-token log-probabilities of four prompt and completion pairs', async () => {
    const wanted = golden<StoriesGolden>('stories260K/').sequenceLogProbs;
    expect(wanted).toHaveLength(4);
    const scores = await scoreSequences(
      plans,
      store,
      wanted.map(({ promptIds, completionIds }) => [...promptIds, ...completionIds]),
    );
    wanted.forEach(({ allTokenLogProbs, completionIds, sumLogProb }, n) => {
      const logps = scores[n]?.logps ?? new Float32Array();
      expect(logps.length).toBe(allTokenLogProbs.length);
      allTokenLogProbs.forEach((want, t) => {
        if (!(Math.abs((logps[t] as number) - want) <= 1e-4)) throw new Error(`${n}, ${t}: ${logps[t]}, want ${want}`);
      });
      expect(logps.slice(-completionIds.length).reduce((a, b) => a + b, 0)).toBeCloseTo(sumLogProb, 3);
    });
  });

  test('last logits, and 100 greedy tokens as text, for three prompts', async () => {
    const wanted = golden<StoriesGolden>('stories260K/').prompts;
    expect(wanted).toHaveLength(3);
    const longest = Math.max(...wanted.map(({ promptIds }) => promptIds.length));
    const rows = wanted.flatMap(({ promptIds }) => promptIds).length;
    const scoring = await plans.scoring(store, { rows, train: false, logits: true });
    const { inputs, begins } = layoutSequences(
      wanted.map(({ promptIds }) => [...promptIds, 0]),
      rows,
    );
    writeScoringInputs(scoring, inputs);
    scoring.run('forward');
    const logits = await scoring.read('logits'); // [M, 512]
    wanted.forEach(({ lastLogits, promptIds }, n) => {
      const row = (begins[n] as number) + promptIds.length - 1;
      lastLogits.forEach((want, id) => {
        const got = logits[row * 512 + id] as number;
        if (!(Math.abs(got - want) <= 1e-4)) throw new Error(`prompt ${n}, token ${id}: ${got}, want ${want}`);
      });
    });

    const decoding = await plans.decoding(store, {
      rows: 3,
      capacity: longest + 100,
      promptRows: rows,
      answerTokens: 100,
    });
    const prompts = wanted.map(({ prompt }) => [1, ...model.tokenizer.encode(prompt)]);
    expect(prompts).toEqual(wanted.map(({ promptIds }) => promptIds));
    const options = { maxNewTokens: 100, temperature: 0, topP: 1, random: randomStream(0, 'greedy') };
    const answers = await sampleAnswers(decoding, model.tokenizer, prompts, options);
    wanted.forEach(({ prompt, greedyIds, greedyText }, n) => {
      expect(answers[n]?.ids).toEqual(greedyIds);
      expect(prompt + answers[n]?.text).toBe(greedyText);
    });
  }, 120_000);
});

describe.skipIf(!present).each(['cpu', 'wasm'] as const)('digit-llama (BF16, untied head, no BOS) on %s', (name) => {
  test('logits of all six positions', async () => {
    const backend = await openBackend({ prefer: name });
    const files = source('digit-llama-bf16/');
    const config = parseDecoderConfig(JSON.parse(new TextDecoder().decode(await files.read('config.json'))));
    expect(config).toMatchObject({ bosTokenId: null, eosTokenIds: [1], normEps: 1e-6, tiedHead: false });
    const layout = decoderLayout(config);
    const store = backend.createStore(layout, { trainable: false });
    store.upload('parameters', flattenCheckpoint(await readCheckpoint(files), layout));
    const plans = new PlanCache(backend, config);
    const { promptIds, logits: wanted } = golden<{ promptIds: number[]; logits: number[][] }>('digit-llama-bf16/');
    const rows = promptIds.length;
    const executor = await plans.scoring(store, { rows, train: false, logits: true });
    writeScoringInputs(executor, layoutSequences([[...promptIds, 0]], rows).inputs);
    executor.run('forward');
    const got = await executor.read('logits'); // [6, 16]
    expect(got).toHaveLength(96);
    wanted.flat().forEach((want, i) => {
      if (!(Math.abs((got[i] as number) - want) <= 1e-4)) throw new Error(`${i}: ${got[i]}, want ${want}`);
    });
    await plans.dispose();
    store.dispose();
    backend.dispose();
  });
});
