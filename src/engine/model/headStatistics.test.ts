/** What the head's pass gives beside log-probs: KL of a reference with its gradient, log Σ p², hidden states. */
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { compileKernels } from '../../../tools/site/wasmKernels.ts';
import { type Backend, type Executor, openBackend, type ParameterStore } from '../../kernels/index.ts';
import { randomStream } from '../train/rng.ts';
import { parseDecoderConfig } from './config.ts';
import { buildScoringPlan } from './decoder.ts';
import { decoderLayout } from './layout.ts';
import { PlanCache } from './PlanCache.ts';
import { referenceHead } from './referenceHead.ts';
import { parseSafetensors } from './safetensors.ts';
import { layoutSequences, scoreSequences, writeScoringInputs } from './scorer.ts';
import { flattenCheckpoint } from './weights.ts';
import { writeReference } from './writeReference.ts';

const FIXTURE = new URL('./fixtures/tiny-llama/', import.meta.url);
const config = parseDecoderConfig(JSON.parse(readFileSync(new URL('config.json', FIXTURE), 'utf8')));
const layout = decoderLayout(config);
const file = parseSafetensors(new Uint8Array(readFileSync(new URL('model.safetensors', FIXTURE))));
const weights = flattenCheckpoint({ fileOf: () => file }, layout);
const { vocabularySize: V, hiddenSize: C } = config;
const random = randomStream(3, 'test');
/** Weights some way from the model's: KL of tenths of a nat. */
const refWeights = weights.map((weight) => weight * (1 + 0.8 * (random.uniform() - 0.5)));
const head = referenceHead({ config, layout, weights: refWeights });
const sequences = [7, 2, 1, 9, 0, 5].map((length) => Array.from({ length }, () => random.integer(V)));
const rowsOf = (tokens: readonly number[]) => Math.max(0, tokens.length - 1);

/** log softmax in float64 of rows of logits. */
function logDistributions(logits: Float32Array): number[][] {
  return Array.from({ length: logits.length / V }, (_, row) => {
    const values = Array.from(logits.subarray(row * V, (row + 1) * V));
    const largest = Math.max(...values);
    const lse = largest + Math.log(values.reduce((sum, value) => sum + Math.exp(value - largest), 0));
    return values.map((value) => value - lse);
  });
}

test('a plan names what statistics need and give, and grows by three launches for KL', () => {
  const statistics = { kl: true, collision: true, hidden: true };
  const plan = buildScoringPlan(config, { rows: 15, train: true, statistics });
  const shapes = [...plan.inputs].map(([name, { shape }]) => `${name} ${shape.join()}`);
  expect(shapes.slice(4)).toEqual([`refHidden 15,${C}`, `refHead ${V},${C}`, 'dLogps 15', 'dKl 15', 'hyper 8']);
  expect([...plan.outputs.keys()]).toEqual(['logps', 'entropy', 'kl', 'logCollision', 'hidden', 'norm']);
  expect(plan.outputs.get('hidden')?.shape).toEqual([15, C]);
  const launches = (wanted?: { kl?: boolean; hidden?: boolean; collision?: boolean }) =>
    buildScoringPlan(config, { rows: 15, train: true, ...(wanted && { statistics: wanted }) }).launches.length;
  expect(launches({ kl: true }) - launches()).toBe(3);
  expect(launches({ collision: true }) - launches()).toBe(2);
  expect(launches({ hidden: true }) - launches()).toBe(0);
});

test('the head of a model is its rows in the weights, tied or not', () => {
  const numbered = Float32Array.from({ length: layout.length }, (_, i) => i);
  const tied = layout.entries.find(({ name }) => name === 'model.embed_tokens.weight')?.offset ?? -1;
  const rows = referenceHead({ config, layout, weights: numbered });
  expect([rows.length, rows[0], rows.at(-1)]).toEqual([V * C, tied, tied + V * C - 1]);
  const untied = { ...config, tiedHead: false };
  const untiedLayout = decoderLayout(untied);
  const offset = untiedLayout.entries.find(({ name }) => name === 'lm_head.weight')?.offset ?? -1;
  const own = Float32Array.from({ length: untiedLayout.length }, (_, i) => i);
  expect(referenceHead({ config: untied, layout: untiedLayout, weights: own })[0]).toBe(offset);
  expect(offset).toBeGreaterThan(0);
});

describe.each(['cpu', 'wasm'] as const)('tiny-llama on %s', (name) => {
  let backend: Backend;
  let policy: ParameterStore;
  let reference: ParameterStore;
  let plans: PlanCache;

  beforeAll(async () => {
    backend = await openBackend({ prefer: name, loadKernels: compileKernels });
    policy = backend.createStore(layout, { trainable: true });
    reference = backend.createStore(layout, { trainable: false });
    policy.upload('parameters', weights);
    reference.upload('parameters', refWeights);
    plans = new PlanCache(backend, config);
  });

  afterAll(async () => {
    await plans.dispose();
    policy.dispose();
    reference.dispose();
    backend.dispose();
  });

  const { inputs, begins } = layoutSequences(sequences, 32);
  const used = sequences.reduce((sum, tokens) => sum + rowsOf(tokens), 0);

  async function logitsOf(store: ParameterStore): Promise<number[][]> {
    const executor = await plans.scoring(store, { rows: 32, train: false, logits: true });
    writeScoringInputs(executor, inputs);
    executor.run('forward');
    return logDistributions((await executor.read('logits')).subarray(0, used * V)); // [M, V]
  }

  test('scores carry KL, log Σ p² and hidden states, however sequences are packed', async () => {
    const p = await logitsOf(policy);
    const q = await logitsOf(reference);
    const expectedKl = q.map((row, i) =>
      row.reduce((sum, log, v) => sum + Math.exp(log) * (log - (p[i]?.[v] ?? 0)), 0),
    );
    const expectedCollision = p.map((row) => Math.log(row.reduce((sum, log) => sum + Math.exp(2 * log), 0)));
    expect(Math.min(...expectedKl)).toBeGreaterThan(0.01);
    for (const maxRows of [7, 100]) {
      const ofReference = await scoreSequences(plans, reference, sequences, { hidden: true, maxRows });
      expect(ofReference.map(({ hidden }) => hidden?.length)).toEqual(sequences.map((tokens) => rowsOf(tokens) * C));
      // Hidden states are what the head multiplies.
      const hidden = ofReference.map((score) => score.hidden ?? new Float32Array(0));
      const first = Array.from({ length: V }, (_, v) =>
        Array.from(hidden[0]?.subarray(0, C) ?? []).reduce((sum, h, c) => sum + h * (head[v * C + c] ?? 0), 0),
      );
      for (const [v, log] of logDistributions(Float32Array.from(first))[0]?.entries() ?? []) {
        expect(log).toBeCloseTo(q[0]?.[v] ?? Number.NaN, 4);
      }
      const options = { reference: { head, hidden }, logCollisions: true, maxRows };
      const scores = await scoreSequences(plans, policy, sequences, options);
      expect(Object.keys(scores[2] ?? {})).toEqual(['logps', 'entropies', 'kl', 'logCollisions']);
      sequences.forEach((tokens, n) => {
        for (let t = 0; t < rowsOf(tokens); t++) {
          const row = (begins[n] ?? 0) + t;
          expect(scores[n]?.kl?.[t]).toBeCloseTo(expectedKl[row] ?? Number.NaN, 4);
          expect(scores[n]?.logCollisions?.[t]).toBeCloseTo(expectedCollision[row] ?? Number.NaN, 4);
          expect(scores[n]?.logps[t]).toBeCloseTo(p[row]?.[tokens[t + 1] ?? 0] ?? Number.NaN, 4);
        }
        expect(scores[n]?.kl).toHaveLength(rowsOf(tokens));
      });
    }
    expect(Object.keys((await scoreSequences(plans, policy, sequences))[0] ?? {})).toEqual(['logps', 'entropies']);
  });

  test('the policy against itself has no KL', async () => {
    const hidden = (await scoreSequences(plans, policy, sequences, { hidden: true })).map((score) => score.hidden);
    const own = referenceHead({ config, layout, weights });
    const itself = { head: own, hidden: hidden as Float32Array[] };
    for (const { kl } of await scoreSequences(plans, policy, sequences, { reference: itself })) {
      for (const value of kl ?? [Number.NaN]) expect(Math.abs(value)).toBeLessThan(2e-6);
    }
  });

  test('the gradient of a weighted sum of KL is that of central differences, in every parameter', async () => {
    const hidden = (await scoreSequences(plans, reference, sequences, { hidden: true })).map((score) => score.hidden);
    const executor = await plans.scoring(policy, { rows: 32, train: true, statistics: { kl: true } });
    writeScoringInputs(executor, inputs);
    writeReference(executor, { head, hidden: hidden as Float32Array[] }, begins);
    const dKl = Float32Array.from({ length: 32 }, (_, row) => (row < used ? 0.5 + (row % 3) : 0));
    const objective = async (parameters: Float32Array): Promise<number> => {
      policy.upload('parameters', parameters);
      executor.run('forward');
      const kl = await executor.read('kl');
      return kl.reduce((sum, value, row) => (row < used ? sum + value * (dKl[row] ?? 0) : sum), 0);
    };
    const gradientOf = async (
      plan: Executor,
      written: Readonly<Record<string, Float32Array>>,
    ): Promise<Float32Array> => {
      policy.upload('parameters', weights);
      policy.upload('gradients', new Float32Array(layout.length));
      for (const [input, data] of Object.entries(written)) plan.write(input, data);
      plan.run('forward', 'backward');
      return policy.download('gradients');
    };
    const ofKl = await gradientOf(executor, { dLogps: new Float32Array(32), dKl });
    for (const { name: parameter, offset, shape } of layout.entries) {
      const size = shape.reduce((product, axis) => product * axis, 1);
      const direction = new Float32Array(layout.length);
      for (let i = offset; i < offset + size; i++) direction[i] = random.uniform() - 0.5;
      // Along the gradient too, so that what is compared is no sum of noise; 1e-2 of the parameters' length.
      const along = ofKl.subarray(offset, offset + size);
      const norm = Math.hypot(...along);
      for (let i = 0; i < size; i++)
        direction[offset + i] = (direction[offset + i] ?? 0) / Math.sqrt(size) + (along[i] ?? 0) / norm;
      const step = (4e-3 * Math.hypot(...weights.subarray(offset, offset + size))) / Math.hypot(...direction);
      const above = await objective(weights.map((weight, i) => weight + step * (direction[i] ?? 0)));
      const below = await objective(weights.map((weight, i) => weight - step * (direction[i] ?? 0)));
      const slope = ofKl.reduce((sum, value, i) => sum + value * (direction[i] ?? 0), 0);
      expect(norm, parameter).toBeGreaterThan(1e-4);
      expect(Math.abs((above - below) / (2 * step) / slope - 1), parameter).toBeLessThan(0.01);
    }
    // Both gradients in one pass are their sum.
    const dLogps = dKl.map((value, row) => (value === 0 ? 0 : (row % 2) - 0.4));
    const plain = await plans.scoring(policy, { rows: 32, train: true });
    writeScoringInputs(plain, inputs);
    const ofLogps = await gradientOf(plain, { dLogps });
    const together = await gradientOf(executor, { dLogps, dKl });
    const scale = together.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    together.forEach((value, i) => {
      const sum = (ofKl[i] ?? 0) + (ofLogps[i] ?? 0);
      if (!(Math.abs(value - sum) <= 1e-5 * scale)) throw new Error(`${i}: ${value} is not ${sum}`);
    });
    policy.upload('gradients', new Float32Array(layout.length));
  });

  test("a plan's head is written once, and again when it is another; what does not fit is refused", async () => {
    const executor = await plans.scoring(policy, { rows: 32, train: false, statistics: { kl: true } });
    const write = vi.spyOn(executor, 'write');
    const other = head.slice();
    const hidden = sequences.map((tokens) => new Float32Array(rowsOf(tokens) * C));
    for (const one of [other, other, head, head]) writeReference(executor, { head: one, hidden }, begins);
    expect(write.mock.calls.map(([input]) => input)).toEqual([
      'refHidden',
      'refHead',
      'refHidden',
      'refHidden',
      'refHead',
      'refHidden',
    ]);
    write.mockRestore();
    expect(() => writeReference(executor, { head, hidden: [new Float32Array(33 * C)] }, [0])).toThrow(/33|1056/);
    const plain = await plans.scoring(policy, { rows: 32, train: false });
    expect(plain).not.toBe(executor);
    expect(() => writeReference(plain, { head, hidden }, begins)).toThrow(/no KL/);
    const short = { head, hidden: hidden.slice(1) };
    await expect(scoreSequences(plans, policy, sequences, { reference: short })).rejects.toThrow(/sequence 0 of 7/);
  });
});
