/** The decoder in a real browser: the same golden cases as in Node, on WebGPU, and on the WASM path beside it. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { checkModelCases, type GoldenModelFiles } from '../../../tools/golden/modelCases.ts';
import { type Backend, fetchKernels, openBackend, type ParameterStore } from '../../kernels/index.ts';
import { randomStream } from '../train/rng.ts';
import { type DecoderConfig, parseDecoderConfig } from './config.ts';
import { decoderLayout } from './layout.ts';
import { fetchSource } from './modelSource.ts';
import { PlanCache } from './PlanCache.ts';
import { referenceHead } from './referenceHead.ts';
import { sampleAnswers } from './sampler.ts';
import { scoreSequences } from './scorer.ts';
import { flattenCheckpoint, parseJson, readCheckpoint } from './weights.ts';

// Not relative to import.meta.url: Vite would take the folder for an asset of the bundle.
const fixture = fetchSource(new URL('/src/engine/model/fixtures/tiny-llama/', location.href).href);

async function goldenFiles(): Promise<GoldenModelFiles> {
  const json = async (name: string): Promise<unknown> => parseJson(await fixture.read(name), name);
  return {
    config: await json('config.json'),
    golden: await json('golden.json'),
    model: await fixture.read('model.safetensors'),
    gradients: await fixture.read('gradients.safetensors'),
    activations: await fixture.read('activations.safetensors'),
  };
}

describe.each(['webgpu', 'wasm'] as const)('tiny-llama on %s', (name) => {
  let backend: Backend;
  let config: DecoderConfig;
  let store: ParameterStore;
  let plans: PlanCache;

  beforeAll(async () => {
    backend = await openBackend({
      prefer: name,
      loadKernels: fetchKernels(new URL('/assets/kernels/', location.href).href),
    });
    expect(backend.name).toBe(name);
    config = parseDecoderConfig(parseJson(await fixture.read('config.json'), 'config.json'));
    const layout = decoderLayout(config);
    store = backend.createStore(layout, { trainable: true });
    store.upload('parameters', flattenCheckpoint(await readCheckpoint(fixture), layout));
    plans = new PlanCache(backend, config);
  });

  afterAll(async () => {
    await plans.dispose();
    store.dispose();
    backend.dispose();
  });

  test('reproduces logits, losses, padding, greedy text and every gradient', async () => {
    const results = await checkModelCases(await goldenFiles(), backend);
    expect(results.map(({ id }) => id)).toEqual(['full', 'masked_prompt', 'right_padded', 'greedy', 'gradients']);
    expect(results.filter(({ passed }) => !passed)).toEqual([]);
  });

  test('against itself the model has no KL; log Σ p² lies between that of a uniform and of a certain distribution', async () => {
    const sequences = [
      [1, 5, 9, 33],
      [1, 60, 2, 33, 7],
    ];
    const own = await scoreSequences(plans, store, sequences, { hidden: true });
    const layout = decoderLayout(config);
    const weights = new Float32Array(await store.download('parameters'));
    const reference = {
      head: referenceHead({ config, layout, weights }),
      hidden: own.map(({ hidden }) => hidden ?? new Float32Array(0)),
    };
    const scores = await scoreSequences(plans, store, sequences, { reference, logCollisions: true });
    expect(scores.map(({ kl }) => kl?.length)).toEqual([3, 4]);
    for (const { kl = [], logCollisions = [] } of scores) {
      for (const value of kl) expect(Math.abs(value)).toBeLessThan(1e-5);
      for (const value of logCollisions) {
        expect(value).toBeGreaterThan(-Math.log(config.vocabularySize));
        expect(value).toBeLessThan(0);
      }
    }
    const far = { ...reference, hidden: reference.hidden.map((hidden) => hidden.map((value) => -value)) };
    const [first] = await scoreSequences(plans, store, sequences, { reference: far });
    expect(Math.min(...(first?.kl ?? []))).toBeGreaterThan(0.001);
  });

  test('sampling repeats itself, and scoring agrees with it', async () => {
    const executor = await plans.decoding(store, { rows: 3, capacity: 16, promptRows: 16, answerTokens: 9 });
    const prompts = [[1, 5, 9], [1], [1, 60, 2, 33, 7], [1, 8]];
    const tokenizer = { eos: 2, decodeAfter: () => '' };
    const sample = () =>
      sampleAnswers(executor, tokenizer, prompts, {
        maxNewTokens: 9,
        temperature: 0.8,
        topP: 0.9,
        random: randomStream(4, 's'),
      });
    const answers = await sample();
    expect(await sample()).toEqual(answers);
    const scores = await scoreSequences(
      plans,
      store,
      answers.map(({ ids }, n) => [...(prompts[n] ?? []), ...ids]),
    );
    for (const [n, { ids, logps }] of answers.entries()) {
      const scored = scores[n]?.logps.slice(-ids.length) ?? [];
      for (const [t, logp] of logps.entries()) expect(scored[t]).toBeCloseTo(logp, 3);
    }
  });
});
