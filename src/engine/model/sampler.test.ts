import { describe, expect, test } from 'vitest';
import type { Executor, Plan, Value } from '../../kernels/index.ts';
import { randomStream } from '../train/rng.ts';
import { sampleAnswers } from './sampler.ts';

const END = 0;
const VOCABULARY = 8;

/**
 * A stand-in for a decode plan, with a rule for a model: after token t the likeliest is t + 1 mod V, and every other token
 * has some chance. Remembers what it was fed.
 */
function fakeExecutor(
  rows: number,
  capacity: number,
): Executor & { fed: [id: number, position: number][][]; reads: number } {
  const value = (name: string, shape: number[]): Value => ({
    id: 0,
    name,
    shape,
    dataType: 'float32',
    storage: 'input',
    offset: 0,
  });
  const plan: Plan = {
    layout: { entries: [], length: 0, decayLength: 0 },
    launches: [],
    inputs: new Map([['ids', value('ids', [rows])]]),
    outputs: new Map([['logits', value('logits', [rows, VOCABULARY])]]),
    states: [value('keys.0', [rows, capacity, 1])],
  };
  const inputs = new Map<string, Float32Array | Int32Array>();
  const fake = {
    plan,
    fed: [] as [number, number][][],
    reads: 0,
    write: (name: string, data: Float32Array | Int32Array) => void inputs.set(name, data.slice()),
    run() {
      const ids = inputs.get('ids') as Int32Array;
      fake.fed.push(Array.from(ids, (id, r) => [id, (inputs.get('positions') as Int32Array)[r] as number]));
    },
    async read() {
      fake.reads++;
      const ids = inputs.get('ids') as Int32Array;
      return Float32Array.from({ length: rows * VOCABULARY }, (_, i) =>
        i % VOCABULARY === ((ids[Math.floor(i / VOCABULARY)] as number) + 1) % VOCABULARY ? 3 : 0,
      );
    },
    resetStates() {},
    dispose() {},
  };
  return fake;
}

const tokenizer = { eos: END, decodeAfter: (_: readonly number[], ids: readonly number[]) => ids.join(',') };
const greedy = () => ({ maxNewTokens: 20, temperature: 0, topP: 1, random: randomStream(5, 'sampling') });

test('greedy answers count up to the end token; prompts of different lengths share the steps', async () => {
  const executor = fakeExecutor(2, 32);
  const answers = await sampleAnswers(executor, tokenizer, [[1, 2, 3], [5]], greedy());
  expect(answers.map(({ ids, finished, text }) => ({ ids, finished, text }))).toEqual([
    { ids: [4, 5, 6, 7, 0], finished: true, text: '4,5,6,7,0' },
    { ids: [6, 7, 0], finished: true, text: '6,7,0' },
  ]);
  // Row 0 feeds its prompt, then its answer without the end token; each token in the next slot.
  expect(executor.fed.map((step) => step[0])).toEqual([
    [1, 0],
    [2, 1],
    [3, 2],
    [4, 3],
    [5, 4],
    [6, 5],
    [7, 6],
  ]);
  const logp = 3 - Math.log(Math.exp(3) + 7);
  for (const { logps } of answers) for (const got of logps) expect(got).toBeCloseTo(logp, 12);
});

test('nothing is read back while every row is inside its prompt', async () => {
  const executor = fakeExecutor(2, 32);
  await sampleAnswers(
    executor,
    tokenizer,
    [
      [1, 2, 3, 4],
      [1, 2, 3, 4, 5],
    ],
    { ...greedy(), maxNewTokens: 1 },
  );
  expect(executor.fed).toHaveLength(5);
  expect(executor.reads).toBe(2);
});

test('more prompts than rows are taken in turns, and each starts at position 0 again', async () => {
  const executor = fakeExecutor(2, 32);
  const answers = await sampleAnswers(executor, tokenizer, [[6], [5], [4], [3], [2]], greedy());
  expect(answers.map(({ ids }) => ids.length)).toEqual([2, 3, 4, 5, 6]);
  expect(executor.fed.filter((step) => (step[0] as [number, number])[1] === 0 && step[0]?.[0] !== 0)).toHaveLength(3);
});

test('an answer stops at its limit, and at the last cache slot', async () => {
  const [limited] = await sampleAnswers(fakeExecutor(1, 32), tokenizer, [[1]], { ...greedy(), maxNewTokens: 3 });
  expect(limited).toMatchObject({ ids: [2, 3, 4], finished: false });
  const [full] = await sampleAnswers(fakeExecutor(1, 4), tokenizer, [[1, 2]], greedy());
  // Slots hold 1 2 3 4; the token chosen after the last slot is still an answer.
  expect(full).toMatchObject({ ids: [3, 4, 5], finished: false });
  const [none] = await sampleAnswers(fakeExecutor(1, 4), tokenizer, [[1]], { ...greedy(), maxNewTokens: 0 });
  expect(none).toMatchObject({ ids: [], finished: false, text: '' });
});

describe('seeded draws', () => {
  const sample = async (seed: number, counter = 0) => {
    const random = randomStream(seed, 'sampling', counter);
    const options = { maxNewTokens: 10, temperature: 1.5, topP: 0.95, random };
    const answers = await sampleAnswers(fakeExecutor(3, 32), tokenizer, [[1], [2, 3], [4], [5]], options);
    return { answers, counter: random.counter };
  };

  test('the same seed gives the same answers, another seed others', async () => {
    expect(await sample(1)).toEqual(await sample(1));
    expect((await sample(1)).answers).not.toEqual((await sample(2)).answers);
    expect((await sample(1)).answers).not.toEqual((await sample(1, 1)).answers);
  });

  test('one draw per chosen token: rows inside their prompt and finished rows draw nothing', async () => {
    const { answers, counter } = await sample(7);
    expect(counter).toBe(answers.reduce((sum, { ids }) => sum + ids.length, 0));
  });

  test('greedy draws nothing', async () => {
    const random = randomStream(1, 'sampling');
    await sampleAnswers(fakeExecutor(1, 8), tokenizer, [[1]], { maxNewTokens: 4, temperature: 0, topP: 1, random });
    expect(random.counter).toBe(0);
  });
});

test('prompts that cannot be answered are refused, and a signal stops the work', async () => {
  await expect(sampleAnswers(fakeExecutor(1, 4), tokenizer, [[]], greedy())).rejects.toThrow(RangeError);
  await expect(sampleAnswers(fakeExecutor(1, 4), tokenizer, [[1, 2, 3, 4, 5]], greedy())).rejects.toThrow(RangeError);
  const controller = new AbortController();
  const executor = fakeExecutor(1, 32);
  const onStep = (step: number) => {
    if (step === 2) controller.abort(new Error('enough'));
  };
  await expect(
    sampleAnswers(executor, tokenizer, [[1]], { ...greedy(), signal: controller.signal, onStep }),
  ).rejects.toThrow('enough');
  expect(executor.fed).toHaveLength(3);
});
