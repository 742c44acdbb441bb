import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { checkModelCases, type GoldenModelFiles } from '../../../tools/golden/modelCases.ts';
import { type Backend, elementCount, openBackend, type ParameterStore } from '../../kernels/index.ts';
import { randomStream } from '../train/rng.ts';
import { parseDecoderConfig } from './config.ts';
import { buildDecodePlan, buildScoringPlan } from './decoder.ts';
import { decoderLayout } from './layout.ts';
import { PlanCache } from './PlanCache.ts';
import { parseSafetensors } from './safetensors.ts';
import { sampleAnswers } from './sampler.ts';
import { scoreSequences } from './scorer.ts';
import { flattenCheckpoint } from './weights.ts';

const FIXTURE = new URL('./fixtures/tiny-llama/', import.meta.url);
const bytes = (name: string): Uint8Array => new Uint8Array(readFileSync(new URL(name, FIXTURE)));
const json = (name: string): unknown => JSON.parse(readFileSync(new URL(name, FIXTURE), 'utf8'));
const files = (): GoldenModelFiles => ({
  config: json('config.json'),
  golden: json('golden.json'),
  model: bytes('model.safetensors'),
  gradients: bytes('gradients.safetensors'),
  activations: bytes('activations.safetensors'),
});
const config = parseDecoderConfig(json('config.json'));
const layout = decoderLayout(config);
const weights = flattenCheckpoint({ fileOf: () => parseSafetensors(bytes('model.safetensors')) }, layout);

test('a training plan names its inputs, outputs and phases', () => {
  const plan = buildScoringPlan(config, { rows: 15, train: true });
  expect([...plan.inputs].map(([name, { shape }]) => [name, shape.join()])).toEqual([
    ['ids', '15'],
    ['targets', '15'],
    ['positions', '15'],
    ['segments', '15,2'],
    ['dLogps', '15'],
    ['hyper', '8'],
  ]);
  expect([...plan.outputs.keys()]).toEqual(['logps', 'entropy', 'norm']);
  expect([...new Set(plan.launches.map(({ phase }) => phase))]).toEqual(['forward', 'backward', 'update']);
  // Every parameter gets a gradient: the ranges that launches write cover all of them.
  const written = plan.launches.flatMap(({ outputs }) => outputs.filter(({ storage }) => storage === 'gradient'));
  for (const { name, offset, shape } of layout.entries) {
    const end = offset + elementCount(shape);
    const covered = written.some((value) => value.offset <= offset && value.offset + elementCount(value.shape) >= end);
    expect(covered, name).toBe(true);
  }
});

test('a training step of four layers is at most 120 launches', () => {
  const plan = buildScoringPlan({ ...config, layers: 4 }, { rows: 1024, train: true });
  expect(plan.launches.length).toBeLessThanOrEqual(120);
});

test('a decode plan has a key and a value cache per layer', () => {
  const plan = buildDecodePlan(config, { rows: 3, capacity: 7, promptRows: 8, answerTokens: 4 });
  expect(plan.states.map(({ name, shape }) => [name, shape.join()])).toEqual([
    ['keys.0', '3,7,16'],
    ['values.0', '3,7,16'],
    ['keys.1', '3,7,16'],
    ['values.1', '3,7,16'],
  ]);
  expect(plan.outputs.get('logits')?.shape).toEqual([3, 64]);
});

test('an untied head is a parameter of its own', () => {
  const untied = { ...config, tiedHead: false };
  expect(decoderLayout(untied).entries.filter(({ name }) => name === 'lm_head.weight')).toMatchObject([
    { shape: [64, 32] },
  ]);
  const plan = buildScoringPlan(untied, { rows: 4, train: true });
  const head = decoderLayout(untied).entries.find(({ name }) => name === 'lm_head.weight');
  expect(
    plan.launches.some(({ outputs }) => outputs.some((o) => o.storage === 'gradient' && o.offset === head?.offset)),
  ).toBe(true);
});

describe.each(['cpu', 'wasm'] as const)('tiny-llama on %s', (name) => {
  let backend: Backend;
  let store: ParameterStore;
  let plans: PlanCache;

  beforeAll(async () => {
    backend = await openBackend({ prefer: name });
    expect(backend.name).toBe(name);
    store = backend.createStore(layout, { trainable: true });
    store.upload('parameters', weights);
    plans = new PlanCache(backend, config);
  });

  afterAll(async () => {
    await plans.dispose();
    store.dispose();
    backend.dispose();
  });

  test('reproduces logits, losses, padding, greedy text and every gradient', async () => {
    const results = await checkModelCases(files(), backend);
    expect(results.map(({ id }) => id)).toEqual(['full', 'masked_prompt', 'right_padded', 'greedy', 'gradients']);
    expect(results.filter(({ passed }) => !passed)).toEqual([]);
  });

  test('the check can fail: 64 weights moved by 1 % are noticed', async () => {
    const good = files();
    const model = good.model.slice();
    const info = parseSafetensors(model).tensors.get('model.layers.0.self_attn.k_proj.weight');
    const view = new DataView(model.buffer, info?.begin ?? 0);
    for (let i = 0; i < 64; i++) view.setFloat32(i * 4, view.getFloat32(i * 4, true) * 1.01, true);
    const results = await checkModelCases({ ...good, model }, backend);
    expect(results.filter(({ passed }) => passed).map(({ id }) => id)).not.toEqual(expect.arrayContaining(['full']));
    expect(results.find(({ id }) => id === 'gradients')?.passed).toBe(false);
    expect(results.find(({ id }) => id === 'right_padded')?.passed).toBe(false);
  });

  test('a score does not depend on the sequences beside it, their order, or padding', async () => {
    const random = randomStream(1, 'test');
    const sequences = [12, 2, 16, 1, 9, 0, 5].map((length) => Array.from({ length }, () => random.integer(64)));
    const together = await scoreSequences(plans, store, sequences);
    expect(together.map(({ logps }) => logps.length)).toEqual([11, 1, 15, 0, 8, 0, 4]);
    const reversed = (await scoreSequences(plans, store, [...sequences].reverse())).reverse();
    for (const [n, sequence] of sequences.entries()) {
      const [alone] = await scoreSequences(plans, store, [sequence]);
      for (const [t, logp] of (together[n]?.logps ?? []).entries()) {
        expect(alone?.logps[t]).toBeCloseTo(logp, 4);
        expect(reversed[n]?.logps[t]).toBeCloseTo(logp, 4);
        expect(together[n]?.entropies[t]).toBeGreaterThan(0);
        expect(together[n]?.entropies[t]).toBeLessThan(Math.log(64));
      }
    }
  });

  test('what sampling says of its tokens, scoring says too; and a second call repeats it', async () => {
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
      expect(ids.length).toBeGreaterThan(0);
      const scored = scores[n]?.logps.slice(-ids.length) ?? [];
      for (const [t, logp] of logps.entries()) expect(scored[t]).toBeCloseTo(logp, 3);
    }
  });

  test('gradients add up over backward passes until the update', async () => {
    const executor = await plans.scoring(store, { rows: 8, train: true });
    executor.write('ids', Int32Array.of(3, 4, 5, 6, 7, 8, 9, 10));
    executor.write('targets', Int32Array.of(4, 5, 6, 7, 8, 9, 10, 11));
    executor.write('positions', Int32Array.of(0, 1, 2, 3, 0, 1, 2, 3));
    executor.write('segments', Int32Array.of(0, 4, 0, 4, 0, 4, 0, 4, 4, 7, 4, 7, 4, 7, 0, 0));
    executor.write('dLogps', Float32Array.of(-1, -1, -1, -1, -1, -1, -1, 0));
    store.upload('gradients', new Float32Array(layout.length));
    executor.run('forward', 'backward');
    const once = await store.download('gradients');
    executor.run('forward', 'backward');
    const twice = await store.download('gradients');
    const scale = once.reduce((most, x) => Math.max(most, Math.abs(x)), 0);
    expect(scale).toBeGreaterThan(0.1);
    once.forEach((x, i) => {
      if (Math.abs((twice[i] as number) - 2 * x) > 1e-5 * scale) throw new Error(`${i}: ${twice[i]} is not twice ${x}`);
    });
    store.upload('gradients', new Float32Array(layout.length));
  });

  test('nothing is left over', async () => {
    const other = new PlanCache(backend, config);
    const before = backend.allocations();
    const passing = backend.createStore(layout, { trainable: false });
    passing.upload('parameters', weights);
    await scoreSequences(other, passing, [[1, 2, 3], Array.from({ length: 17 }, (_, i) => i)]);
    expect(backend.allocations().count).toBeGreaterThan(before.count);
    await other.dispose();
    passing.dispose();
    expect(backend.allocations()).toEqual(before);
  });
});
