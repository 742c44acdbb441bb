import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hyperValues } from '../adamW/adamW.ts';
import { add } from '../add/add.ts';
import type { Backend, Diagnosis } from '../plan/executor.ts';
import { layoutParameters } from '../plan/layoutParameters.ts';
import { PlanBuilder } from '../plan/PlanBuilder.ts';
import { expectClose } from '../testing/expectClose.ts';
import { gaussians } from '../testing/seeded.ts';
import { TINY, tinyLlamaInputs, tinyLlamaPlan } from '../testing/tinyLlama.ts';
import { openTensorBackend } from './openTensorBackend.ts';

const diagnosis: Diagnosis = {
  secureContext: false,
  gpuApi: false,
  adapter: null,
  softwareAdapter: false,
  features: [],
  limits: {},
  wasm: { available: true, simd: true },
  verdict: 'no_gpu_api',
  detail: '',
};
const wasmBaseUrl = fileURLToPath(
  new URL('../../../node_modules/@tensorflow/tfjs-backend-wasm/dist/', import.meta.url),
);
const golden = new URL('../../../../shared/golden/optim/', import.meta.url);
const settings = {
  learningRate: 1e-2,
  beta1: 0.9,
  beta2: 0.999,
  eps: 1e-8,
  weightDecay: 0.1,
  maxGradNorm: 1,
  gradientScale: 1,
};

interface AdamWCase {
  readonly id: string;
  readonly optimizer: string;
  readonly hyperparameters: Readonly<Record<'lr' | 'beta1' | 'beta2' | 'eps' | 'weight_decay', number>> & {
    readonly max_grad_norm: number | null;
  };
  /** Nested lists of numbers, one per tensor. */
  readonly inputs: { readonly params: readonly unknown[]; readonly grads: readonly (readonly unknown[])[] };
  readonly expected: {
    readonly steps: readonly Readonly<Record<'params' | 'exp_avg' | 'exp_avg_sq', readonly unknown[]>>[];
  };
}

interface ClipCase {
  readonly id: string;
  readonly hyperparameters: { readonly max_norm: number };
  readonly inputs: { readonly grads: readonly unknown[] };
  readonly expected: { readonly total_norm: number; readonly grads: readonly unknown[] };
}

const open = (name: 'wasm' | 'cpu', fast: boolean): Promise<Backend> =>
  openTensorBackend(name, { diagnosis, generation: 1, wasmBaseUrl, hostKernels: fast });

describe.each([
  { name: 'cpu', fast: false },
  { name: 'cpu', fast: true },
  { name: 'wasm', fast: false },
  { name: 'wasm', fast: true },
] as const)('on $name, fast: $fast', ({ name, fast }) => {
  let backend: Backend;
  beforeAll(async () => {
    backend = await open(name, fast);
  });
  afterAll(() => backend.dispose());

  async function train(
    steps: number,
  ): Promise<{ sums: number[]; parameters: Float32Array; before: number; after: number }> {
    const plan = tinyLlamaPlan(TINY);
    const store = backend.createStore(plan.layout, { trainable: true });
    store.upload('parameters', gaussians(9, plan.layout.length, 0.5));
    const executor = await backend.prepare(plan, store);
    const sums: number[] = [];
    let before = 0;
    for (let step = 1; step <= steps; step++) {
      // The same batch, and the gradient that raises Σ sums: a trained model must raise it.
      for (const [input, data] of Object.entries(tinyLlamaInputs(TINY, 1))) executor.write(input, data);
      executor.write('weights', new Float32Array(TINY.sequences * TINY.tokens).fill(1));
      executor.write('dSums', new Float32Array(TINY.sequences).fill(-1));
      executor.write('hyper', hyperValues({ ...settings, step }));
      executor.run('forward', 'backward', 'update');
      sums.push((await executor.read('sums')).reduce((total, value) => total + value, 0));
      if (step === 1) before = backend.allocations().count;
    }
    const after = backend.allocations().count;
    const parameters = await store.download('parameters');
    executor.dispose();
    store.dispose();
    return { sums, parameters, before, after };
  }

  it('learns, keeps no tensor over 100 steps, and gives all back', async () => {
    const alive = backend.allocations().count;
    const { sums, before, after } = await train(100);
    expect(sums.at(-1)! - sums[0]!).toBeGreaterThan(10);
    expect(after).toBe(before);
    expect(backend.allocations().count).toBe(alive);
  });

  it('repeats itself to the last digit', async () => {
    const [first, second] = [await train(5), await train(5)];
    expect(second.parameters).toEqual(first.parameters);
    expect(second.sums).toEqual(first.sums);
  });

  describe.skipIf(!existsSync(golden))('PyTorch', () => {
    const cases = <Case>(file: string): Case[] =>
      existsSync(golden) ? (JSON.parse(readFileSync(new URL(file, golden), 'utf8')) as { cases: Case[] }).cases : [];

    async function openParameters(tensors: readonly unknown[], decay: boolean) {
      const flat = tensors.map((tensor) => [tensor].flat(9) as number[]);
      const layout = layoutParameters(flat.map(({ length }, index) => ({ name: `p${index}`, shape: [length], decay })));
      const plan = new PlanBuilder(layout);
      plan.output('norm', plan.optimizer().norm);
      const store = backend.createStore(layout, { trainable: true });
      const executor = await backend.prepare(plan.build(), store);
      const place = (values: readonly unknown[]): Float32Array => {
        const target = new Float32Array(layout.length);
        values.forEach((tensor, index) => {
          target.set([tensor].flat(9) as number[], layout.entries[index]!.offset);
        });
        return target;
      };
      return { store, executor, place };
    }

    it.each(cases<AdamWCase>('optimizers.json').filter(({ optimizer }) => optimizer === 'AdamW'))(
      'AdamW $id',
      async ({ hyperparameters, inputs, expected }) => {
        const { store, executor, place } = await openParameters(inputs.params, true);
        store.upload('parameters', place(inputs.params));
        for (const [index, want] of expected.steps.entries()) {
          store.upload('gradients', place(inputs.grads[index] ?? []));
          const { lr, beta1, beta2, eps, weight_decay, max_grad_norm } = hyperparameters;
          const step = {
            learningRate: lr,
            beta1,
            beta2,
            eps,
            weightDecay: weight_decay,
            maxGradNorm: max_grad_norm ?? 0,
          };
          executor.write('hyper', hyperValues({ ...step, step: index + 1, gradientScale: 1 }));
          executor.run('update');
          expectClose(await store.download('parameters'), place(want.params), {}, `parameters after ${index + 1}`);
          expectClose(await store.download('exp_avg'), place(want.exp_avg), {}, `exp_avg after ${index + 1}`);
          expectClose(await store.download('exp_avg_sq'), place(want.exp_avg_sq), {}, `exp_avg_sq after ${index + 1}`);
          expectClose(await store.download('gradients'), place([]), { rtol: 0, atol: 0 });
        }
        executor.dispose();
        store.dispose();
      },
    );

    it.each(cases<ClipCase>('clip_grad_norm.json'))('clipping $id', async ({ hyperparameters, inputs, expected }) => {
      const { store, executor, place } = await openParameters(inputs.grads, false);
      // With beta1 = 0 the first moment is the clipped gradient. Twice the gradient at half the scale is the same update.
      store.upload(
        'gradients',
        place(inputs.grads).map((value) => 2 * value),
      );
      const hyper = { ...settings, beta1: 0, maxGradNorm: hyperparameters.max_norm, gradientScale: 0.5 };
      executor.write('hyper', hyperValues({ ...hyper, step: 1 }));
      executor.run('update');
      expectClose(await executor.read('norm'), [2 * expected.total_norm]);
      expectClose(await store.download('exp_avg'), place(expected.grads));
      executor.dispose();
      store.dispose();
    });
  });
});

it('gives the same gradients on every path', async () => {
  const plan = tinyLlamaPlan(TINY);
  let first: Float32Array | undefined;
  for (const name of ['cpu', 'wasm'] as const) {
    for (const fast of [false, true]) {
      const backend = await open(name, fast);
      const store = backend.createStore(plan.layout, { trainable: true });
      store.upload('parameters', gaussians(9, plan.layout.length, 0.5));
      const executor = await backend.prepare(plan, store);
      for (const [input, data] of Object.entries(tinyLlamaInputs(TINY, 1))) executor.write(input, data);
      executor.run('forward', 'backward');
      const gradients = await store.download('gradients');
      first ??= gradients;
      expectClose(gradients, first, { rtol: 1e-3, atol: 1e-5 }, `${name}, fast: ${fast}`);
      executor.dispose();
      store.dispose();
    }
  }
});

describe('misuse', () => {
  let backend: Backend;
  beforeAll(async () => {
    backend = await open('cpu', true);
  });
  const layout = layoutParameters([{ name: 'w', shape: [2], decay: true }]);

  it('names inputs that are missing, misshaped or unknown', async () => {
    const plan = new PlanBuilder(layout);
    plan.output('y', add(plan, plan.input('x', [2]), plan.parameter('w')));
    const store = backend.createStore(layout, { trainable: false });
    const executor = await backend.prepare(plan.build(), store);
    await expect(executor.read('y')).rejects.toThrow(/PLAN_INVALID.*not written yet/);
    expect(() => executor.run('forward')).toThrow(/PLAN_INVALID.*"x".*not written yet/);
    expect(() => executor.write('x', new Float32Array(3))).toThrow(/PLAN_INVALID.*"elements":3/);
    expect(() => executor.write('x', new Int32Array(2))).toThrow(/float32 \[2\]/);
    expect(() => executor.write('z', new Float32Array(2))).toThrow(/no such input/);
    expect(() => store.upload('parameters', new Float32Array(3))).toThrow(/PLAN_INVALID/);
    store.upload('parameters', gaussians(1, layout.length));
    executor.write('x', Float32Array.of(1, 2));
    executor.run('forward');
    expectClose(await executor.read('y'), [1 + gaussians(1, 2)[0]!, 2 + gaussians(1, 2)[1]!]);
    executor.dispose();
    store.dispose();
  });

  it('refuses to train a frozen store', async () => {
    const plan = new PlanBuilder(layout);
    plan.optimizer();
    await expect(backend.prepare(plan.build(), backend.createStore(layout, { trainable: false }))).rejects.toThrow(
      /frozen/,
    );
  });

  it('says when TF.js cannot start', async () => {
    await expect(openTensorBackend('nowhere' as 'cpu', { diagnosis, generation: 1 })).rejects.toThrow(/BACKEND_FAILED/);
  });
});
