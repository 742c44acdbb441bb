import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Backend, type Executor, openBackend, type ParameterStore } from '../../kernels/index.ts';
import { randomStream } from '../train/rng.ts';
import { parseDecoderConfig } from './config.ts';
import { buildDecodePlan } from './decoder.ts';
import { decoderLayout } from './layout.ts';
import { parseSafetensors } from './safetensors.ts';
import { chunks, type SamplingOptions, sampleAnswers } from './sampler.ts';
import { flattenCheckpoint } from './weights.ts';

const FIXTURE = new URL('./fixtures/tiny-llama/', import.meta.url);
const config = parseDecoderConfig(JSON.parse(readFileSync(new URL('config.json', FIXTURE), 'utf8')));
const layout = decoderLayout(config);
const NO_END = { eos: -1, decodeAfter: (_: readonly number[], ids: readonly number[]) => ids.join(',') };

let backend: Backend;
let store: ParameterStore;
const open: Executor[] = [];

async function executorOf(rows: number, capacity: number, promptRows = 16, answerTokens = 20): Promise<Executor> {
  const plan = buildDecodePlan(config, { rows, capacity, promptRows, answerTokens });
  const executor = await backend.prepare(plan, store);
  open.push(executor);
  return executor;
}

const options = (changes: Partial<SamplingOptions> = {}): SamplingOptions => ({
  maxNewTokens: 8,
  temperature: 0,
  topP: 1,
  random: randomStream(5, 'sampling'),
  ...changes,
});

beforeAll(async () => {
  backend = await openBackend({ prefer: 'cpu' });
  store = backend.createStore(layout, { trainable: false });
  const checkpoint = parseSafetensors(new Uint8Array(readFileSync(new URL('model.safetensors', FIXTURE))));
  store.upload('parameters', flattenCheckpoint({ fileOf: () => checkpoint }, layout));
});

afterAll(() => {
  for (const executor of open) executor.dispose();
  store.dispose();
});

test('an answer depends neither on the prompts beside it nor on the rows of the plan', async () => {
  const prompts = [[1, 5, 9], [1], [1, 60, 2, 33, 7], [1, 8], [1, 30, 31]];
  const together = await sampleAnswers(await executorOf(5, 32), NO_END, prompts, options());
  const inTurns = await sampleAnswers(await executorOf(2, 32, 6), NO_END, prompts, options());
  expect(inTurns.map(({ ids }) => ids)).toEqual(together.map(({ ids }) => ids));
  expect(together.map(({ ids, text, finished }) => [ids.length, text === ids.join(','), finished])).toEqual(
    prompts.map(() => [8, true, false]),
  );
  const [alone] = await sampleAnswers(await executorOf(1, 32), NO_END, [prompts[2] as number[]], options());
  expect(alone?.ids).toEqual(together[2]?.ids);
});

test('an answer ends with an end token, at its limit, and at the last cache slot', async () => {
  const executor = await executorOf(1, 32);
  const [free] = await sampleAnswers(executor, NO_END, [[1, 5]], options());
  const ids = free?.ids ?? [];
  const third = ids.indexOf(ids[2] as number);
  const [ended] = await sampleAnswers(executor, NO_END, [[1, 5]], options({ endTokens: [63, ids[2] as number] }));
  expect(ended).toMatchObject({ ids: ids.slice(0, third + 1), finished: true });
  const [limited] = await sampleAnswers(executor, NO_END, [[1, 5]], options({ maxNewTokens: 3 }));
  expect(limited).toMatchObject({ ids: ids.slice(0, 3), finished: false });
  // Slots hold 1 5 and two chosen tokens; the one chosen after the last slot is still an answer.
  const [full] = await sampleAnswers(await executorOf(1, 4), NO_END, [[1, 5]], options());
  expect(full).toMatchObject({ ids: ids.slice(0, 3), finished: false });
  const [none] = await sampleAnswers(executor, NO_END, [[1, 5]], options({ maxNewTokens: 0 }));
  expect(none).toMatchObject({ ids: [], finished: false, text: '' });
});

describe('seeded draws', () => {
  const sample = async (seed: number, counter = 0) => {
    const random = randomStream(seed, 'sampling', counter);
    const answers = await sampleAnswers(
      await executorOf(3, 32),
      NO_END,
      [[1], [2, 3], [4], [5]],
      options({ temperature: 1.5, topP: 0.95, random }),
    );
    return { answers, counter: random.counter };
  };

  test('the same seed gives the same answers, another seed or place in the stream others', async () => {
    expect(await sample(1)).toEqual(await sample(1));
    expect((await sample(1)).answers).not.toEqual((await sample(2)).answers);
    expect((await sample(1)).answers).not.toEqual((await sample(1, 1)).answers);
  });

  test('one draw per answer position and prompt; greedy draws nothing', async () => {
    expect((await sample(7)).counter).toBe(8 * 4);
    const random = randomStream(1, 'sampling');
    await sampleAnswers(await executorOf(1, 16), NO_END, [[1]], options({ random }));
    expect(random.counter).toBe(0);
  });
});

test('nothing is read back but a look every sixteen tokens, and the answers', async () => {
  const executor = await executorOf(2, 64, 16, 50);
  const reads: string[] = [];
  let runs = 0;
  const counting: Executor = {
    ...executor,
    plan: executor.plan,
    write: (name, data) => executor.write(name, data),
    run: (...phases) => {
      runs++;
      executor.run(...phases);
    },
    read: (name) => {
      reads.push(name);
      return executor.read(name);
    },
  };
  await sampleAnswers(counting, NO_END, [[1], [2, 3]], options({ maxNewTokens: 40 }));
  expect(reads).toEqual(['progress', 'progress', 'progress', 'answers']);
  expect(runs).toBe(40);
});

test('prompts are taken in order, as many at once as there is room for', () => {
  const prompts = [[1, 2], [3], [4, 5, 6], [7], [8]];
  expect(chunks(prompts, { rows: 3, promptRows: 4 })).toEqual([[[1, 2], [3]], [[4, 5, 6], [7]], [[8]]]);
  expect(chunks(prompts, { rows: 2, promptRows: 100 }).map(({ length }) => length)).toEqual([2, 2, 1]);
});

test('what cannot be answered is refused, and a signal stops the work', async () => {
  const executor = await executorOf(1, 4);
  for (const prompt of [[], [1, 2, 3, 4, 5]]) {
    await expect(sampleAnswers(executor, NO_END, [prompt], options())).rejects.toThrow(RangeError);
  }
  await expect(sampleAnswers(executor, NO_END, [[1]], options({ maxNewTokens: 21 }))).rejects.toThrow(RangeError);
  const six = [1, 2, 3, 4, 5, 6];
  await expect(sampleAnswers(executor, NO_END, [[1]], options({ endTokens: six }))).rejects.toThrow(RangeError);
  const controller = new AbortController();
  let steps = 0;
  const onStep = (step: number) => {
    steps++;
    if (step === 2) controller.abort(new Error('enough'));
  };
  const aborted = sampleAnswers(await executorOf(1, 32), NO_END, [[1]], options({ signal: controller.signal, onStep }));
  await expect(aborted).rejects.toThrow('enough');
  expect(steps).toBe(3);
});

test('ruined weights are an error, not an answer', async () => {
  const executor = await executorOf(1, 8);
  const weights = await store.download('parameters');
  store.upload('parameters', new Float32Array(layout.length).fill(Number.NaN));
  await expect(sampleAnswers(executor, NO_END, [[1]], options())).rejects.toMatchObject({
    code: 'LOSS_NOT_FINITE',
    data: { metric: 'logits' },
  });
  store.upload('parameters', weights);
});
