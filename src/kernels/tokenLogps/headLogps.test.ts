import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compileKernels } from '../../../tools/site/wasmKernels.ts';
import { openBackend } from '../backend.ts';
import { diagnose } from '../diagnose.ts';
import type { Backend } from '../plan/executor.ts';
import { layoutParameters } from '../plan/layoutParameters.ts';
import { PlanBuilder } from '../plan/PlanBuilder.ts';
import type { Plan } from '../plan/types.ts';
import { openTensorBackend } from '../tensors/openTensorBackend.ts';
import { startCpu } from '../testing/cpu.ts';
import { expectClose } from '../testing/expectClose.ts';
import { type HeadPlanSize, headInputs, headPlan } from '../testing/headPlan.ts';
import { tapeParameterGradients } from '../testing/replay.ts';
import { gaussians } from '../testing/seeded.ts';
import { headLogps } from './headLogps.ts';

beforeAll(startCpu);

type Inputs = Record<string, Float32Array | Int32Array>;

async function run(backend: Backend, plan: Plan, parameters: Float32Array, inputs: Inputs) {
  const store = backend.createStore(plan.layout, { trainable: true });
  store.upload('parameters', parameters);
  const executor = await backend.prepare(plan, store);
  for (const [name, data] of Object.entries(inputs)) if (plan.inputs.has(name)) executor.write(name, data);
  executor.run('forward', 'backward');
  const outputs: Record<string, Float32Array> = { gradients: await store.download('gradients') };
  for (const name of plan.outputs.keys()) outputs[name] = await executor.read(name);
  // A second run with another reference: nothing of the first must be kept.
  executor.write(
    'refHead',
    (inputs.refHead as Float32Array).map((value) => -value),
  );
  executor.run('forward');
  outputs.otherKl = await executor.read('kl');
  executor.dispose();
  store.dispose();
  return outputs;
}

const kernelsOf = (plan: Plan): string[] => plan.launches.map(({ kernel }) => kernel);

describe.each<HeadPlanSize>([
  { rows: 1, vocabulary: 2 },
  { rows: 9, vocabulary: 23 },
  { rows: 9, vocabulary: 150, wholeElements: 9 * 64 },
  { rows: 5, vocabulary: 256, wholeElements: 5 * 64 },
])('$rows rows, $vocabulary tokens, $wholeElements logits whole', (size) => {
  const plan = headPlan(size);
  const inputs = headInputs(size, 1);
  const parameters = gaussians(9, plan.layout.length);
  /** By TF.js's tape through one chunk's references. */
  const whole = headPlan({ rows: size.rows, vocabulary: size.vocabulary });
  let expected: Record<string, Float32Array>;
  beforeAll(async () => {
    const cpu = await openTensorBackend('cpu', { diagnosis: await diagnose(), generation: 1, hostKernels: false });
    expected = await run(cpu, whole, parameters, inputs);
    const ofLogps = tapeParameterGradients(whole, parameters, inputs, 'logps', inputs.dLogps);
    const ofKl = tapeParameterGradients(whole, parameters, inputs, 'kl', inputs.dKl);
    expect(ofKl.some((value) => Math.abs(value) > 0.1)).toBe(true);
    expected.gradients = ofLogps.map((value, i) => value + ofKl[i]!);
  });

  describe.each(['reference', 'host', 'wasm'] as const)('%s', (name) => {
    let backend: Backend;
    beforeAll(async () => {
      if (name === 'wasm') backend = await openBackend({ prefer: 'wasm', loadKernels: compileKernels });
      else {
        const hostKernels = name === 'host';
        backend = await openTensorBackend('cpu', { diagnosis: await diagnose(), generation: 1, hostKernels });
      }
    });
    afterAll(() => backend.dispose());

    it('has the statistics of one chunk, and the gradients of the tape', async () => {
      const before = backend.allocations();
      const actual = await run(backend, plan, parameters, inputs);
      for (const [output, values] of Object.entries(expected)) {
        expectClose(actual[output]!, values, { rtol: 1e-4, atol: 2e-5 }, output);
      }
      expect(actual.otherKl).not.toEqual(actual.kl);
      expect(backend.allocations()).toEqual(before);
    });

    it('a reference equal to the policy gives no KL and no gradient', async () => {
      const { layout } = plan;
      const layer = layout.entries[0]!;
      const head = layout.entries[1]!;
      const [channels, width] = layer.shape as [number, number];
      // The identity as the layer, and inputs that fit in float32 without rounding: hidden states are the inputs.
      const same = new Float32Array(layout.length);
      for (let i = 0; i < width; i++) same[layer.offset + i * width + i] = 1;
      const rows = parameters.subarray(head.offset, head.offset + size.vocabulary * channels);
      same.set(rows, head.offset);
      const refHidden = new Float32Array(size.rows * channels);
      for (let row = 0; row < size.rows; row++) {
        refHidden.set(inputs.x.subarray(row * width, (row + 1) * width), row * channels);
      }
      const silent = { ...inputs, dLogps: new Float32Array(size.rows), refHidden, refHead: rows.slice() };
      const { kl, gradients } = await run(backend, plan, same, silent);
      expectClose(kl!, new Float32Array(size.rows), { atol: 2e-6 }, 'kl');
      expectClose(gradients!, new Float32Array(layout.length), { atol: 1e-6 }, 'gradients');
    });
  });
});

it('one pair of backward products a chunk serves both gradients; nothing is launched that was not asked for', () => {
  const size = { rows: 9, vocabulary: 150, wholeElements: 9 * 64 };
  const count = (plan: Plan, kernel: string) => kernelsOf(plan).filter((name) => name === kernel).length;
  const [plain, full] = [headPlan(size, false), headPlan(size)];
  // 3 chunks: forward, again, two gradients; the layer, and its gradient.
  expect(count(plain, 'matmul')).toBe(3 * 4 + 2);
  // And the reference's logits, twice.
  expect(count(full, 'matmul')).toBe(3 * 6 + 2);
  expect(kernelsOf(headPlan({ rows: 9, vocabulary: 150 }, false))).toEqual([
    ...['matmul', 'matmul', 'logitStatistics', 'tokenLogps'],
    ...['tokenLogpsGrad', 'matmul', 'matmul', 'matmul'],
  ]);
  expect(count(headPlan({ rows: 9, vocabulary: 150 }), 'matmul')).toBe(4 + 2);
});

it('temporaries beyond the hidden states stay those of chunks', () => {
  const size = { rows: 9, vocabulary: 640, wholeElements: 9 * 64 };
  const largest = headPlan(size).launches.flatMap(({ outputs }) =>
    outputs.filter(({ storage }) => storage === 'temporary').map(({ shape }) => shape.reduce((a, b) => a * b, 1)),
  );
  expect(Math.max(...largest)).toBe(9 * 64);
});

it('refuses a gradient of KL alone, and a reference of another vocabulary', () => {
  const start = () => {
    const plan = new PlanBuilder(layoutParameters([{ name: 'head', shape: [8, 4], decay: true }]));
    const [x, targets] = [plan.input('x', [3, 4]), plan.input('targets', [3], 'int32')];
    return { plan, x, targets, head: plan.parameter('head'), hidden: plan.input('refHidden', [3, 4]) };
  };
  const one = start();
  const { kl } = headLogps(one.plan, one.x, one.head, one.targets, {
    reference: { hidden: one.hidden, head: one.plan.input('refHead', [8, 4]) },
  });
  const seed = { value: kl!, gradient: one.plan.input('dKl', [3]) };
  expect(() => one.plan.backward([seed])).toThrow(/PLAN_INVALID.*logps beside it/);
  for (const vocabulary of [7, 9]) {
    const { plan, x, targets, head, hidden } = start();
    const reference = { hidden, head: plan.input('refHead', [vocabulary, 4]) };
    expect(() => headLogps(plan, x, head, targets, { reference })).toThrow(/PLAN_INVALID.*refHead/);
  }
});
