/** stories260K on WebGPU, where ../shared lies beside the repository. Tolerances: its SOURCE.md. */
import { describe, expect, test } from 'vitest';
import { openBackend } from '../../kernels/index.ts';
import { randomStream } from '../train/rng.ts';
import { loadModel } from './loadModel.ts';
import { functionSource } from './modelSource.ts';
import { PlanCache } from './PlanCache.ts';
import { sampleAnswers } from './sampler.ts';
import { layoutSequences, scoreSequences, writeScoringInputs } from './scorer.ts';

// Empty where the files are absent, so that the test is skipped and not broken.
const files = import.meta.glob<string>('../../../../shared/data/models/stories260K/{golden.json,hf/*}', {
  query: '?url',
  import: 'default',
  eager: true,
});
const urlOf = (name: string): string | undefined =>
  Object.entries(files).find(([path]) => path.endsWith(`/${name}`))?.[1];
const present = urlOf('model.safetensors') !== undefined;
if (!present) console.warn('skipped: stories260K (../shared/data is not beside the repository)');

async function read(name: string): Promise<Uint8Array> {
  const response = await fetch(urlOf(name) ?? '');
  if (!response.ok) throw new Error(`${name}: ${response.status}`);
  return new Uint8Array(await response.arrayBuffer());
}

interface StoriesGolden {
  readonly prompts: { prompt: string; promptIds: number[]; lastLogits: number[]; greedyText: string }[];
  readonly sequenceLogProbs: { promptIds: number[]; completionIds: number[]; allTokenLogProbs: number[] }[];
}

describe.skipIf(!present)('stories260K on webgpu', () => {
  test('logits, per-token log-probabilities, and 100 greedy tokens as text', async () => {
    const backend = await openBackend({ prefer: 'webgpu' });
    const model = await loadModel(functionSource(read));
    const golden = JSON.parse(new TextDecoder().decode(await read('golden.json'))) as StoriesGolden;
    const store = backend.createStore(model.layout, { trainable: false });
    store.upload('parameters', model.weights);
    const plans = new PlanCache(backend, model.config);

    const pairs = golden.sequenceLogProbs;
    const scores = await scoreSequences(
      plans,
      store,
      pairs.map((pair) => [...pair.promptIds, ...pair.completionIds]),
    );
    pairs.forEach(({ allTokenLogProbs }, n) => {
      expect(scores[n]?.logps).toHaveLength(allTokenLogProbs.length);
      expect(largestDifference(scores[n]?.logps ?? [], allTokenLogProbs)).toBeLessThan(1e-3);
    });

    const prompts = golden.prompts;
    const rows = prompts.flatMap(({ promptIds }) => promptIds).length;
    const scoring = await plans.scoring(store, { rows, train: false, logits: true });
    const { inputs, begins } = layoutSequences(
      prompts.map(({ promptIds }) => [...promptIds, 0]),
      rows,
    );
    writeScoringInputs(scoring, inputs);
    scoring.run('forward');
    const logits = await scoring.read('logits'); // [M, 512]
    prompts.forEach(({ lastLogits, promptIds }, n) => {
      const row = (begins[n] as number) + promptIds.length - 1;
      expect(largestDifference(logits.slice(row * 512, (row + 1) * 512), lastLogits)).toBeLessThan(1e-3);
    });

    const capacity = Math.max(...prompts.map(({ promptIds }) => promptIds.length)) + 100;
    const decoding = await plans.decoding(store, { rows: 3, capacity, promptRows: rows, answerTokens: 100 });
    const options = { maxNewTokens: 100, temperature: 0, topP: 1, random: randomStream(0, 'greedy') };
    const answers = await sampleAnswers(
      decoding,
      model.tokenizer,
      prompts.map(({ promptIds }) => promptIds),
      options,
    );
    expect(answers.map(({ text }, n) => prompts[n]?.prompt + text)).toEqual(
      prompts.map(({ greedyText }) => greedyText),
    );

    await plans.dispose();
    store.dispose();
    backend.dispose();
  }, 180_000);
});

function largestDifference(got: ArrayLike<number>, want: readonly number[]): number {
  return want.reduce((most, x, i) => Math.max(most, Math.abs((got[i] ?? Number.NaN) - x)), 0);
}
