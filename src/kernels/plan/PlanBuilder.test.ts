import { beforeAll, describe, expect, it } from 'vitest';
import { add } from '../add/add.ts';
import { matmul } from '../matmul/matmul.ts';
import { rmsNorm } from '../rmsNorm/rmsNorm.ts';
import { rope } from '../rope/rope.ts';
import { swiglu } from '../swiglu/swiglu.ts';
import { TensorExecutor } from '../tensors/TensorExecutor.ts';
import { TensorStore } from '../tensors/TensorStore.ts';
import { startCpu } from '../testing/cpu.ts';
import { expectClose } from '../testing/expectClose.ts';
import { tapeParameterGradients } from '../testing/replay.ts';
import { gaussians } from '../testing/seeded.ts';
import { TINY, tinyLlamaInputs, tinyLlamaPlan } from '../testing/tinyLlama.ts';
import { layoutParameters, type ParameterDeclaration } from './layoutParameters.ts';
import { PlanBuilder } from './PlanBuilder.ts';
import type { Phase, Plan } from './types.ts';

beforeAll(startCpu);

type Inputs = Record<string, Float32Array | Int32Array>;

/** What the plan accumulates in its gradients over `runs` forward and backward passes. */
async function planGradients(
  plan: Plan,
  parameters: Float32Array,
  inputs: Inputs,
  fast: boolean,
  runs = 1,
): Promise<Float32Array> {
  const store = new TensorStore(plan.layout, { trainable: true });
  store.upload('parameters', parameters);
  const executor = new TensorExecutor(plan, store, { fast });
  for (const [name, data] of Object.entries(inputs)) executor.write(name, data);
  for (let run = 0; run < runs; run++) executor.run('forward', 'backward');
  const gradients = await store.download('gradients');
  executor.dispose();
  store.dispose();
  return gradients;
}

describe('a whole tiny Llama', () => {
  const plan = tinyLlamaPlan(TINY);
  const inputs = tinyLlamaInputs(TINY, 1);
  const parameters = gaussians(9, plan.layout.length, 0.5);

  it.each([{ fast: false }, { fast: true }])('has the gradients of the tape (fast: $fast)', async ({ fast }) => {
    const expected = tapeParameterGradients(plan, parameters, inputs, 'sums', inputs.dSums as Float32Array);
    for (const { name, offset } of plan.layout.entries) {
      expect(
        expected.subarray(offset, offset + 10).some((value) => value !== 0),
        name,
      ).toBe(true);
    }
    expectClose(await planGradients(plan, parameters, inputs, fast), expected, { rtol: 1e-3, atol: 1e-5 });
  });

  it('accumulates over passes', async () => {
    const once = await planGradients(plan, parameters, inputs, true);
    const twice = await planGradients(plan, parameters, inputs, true, 2);
    expectClose(
      twice,
      once.map((value) => 2 * value),
    );
  });

  it('is listed in phases, and launches no more than it needs', () => {
    const of = (phase: Phase): string[] =>
      plan.launches.filter((launch) => launch.phase === phase).map(({ kernel }) => kernel);
    expect(of('update')).toEqual(['globalNorm', 'adamW']);
    // A layer: two norms, four products (residuals ride on them), rope, attention, swiglu.
    expect(of('forward')).toHaveLength(1 + 9 * TINY.layers + 5);
    // Sums of gradients ride on products and norms.
    expect(of('backward')).not.toContain('add');
  });
});

describe('the tape', () => {
  const layout = layoutParameters([
    { name: 'w', shape: [4, 4], decay: true },
    { name: 'frozenGain', shape: [4], decay: false },
  ]);

  it('sums the gradients of a value with several readers', async () => {
    const plan = new PlanBuilder(
      layoutParameters([
        { name: 'w', shape: [4, 4], decay: true },
        { name: 'gain', shape: [4], decay: false },
      ]),
    );
    const x = matmul(plan, plan.input('x', [3, 4]), plan.parameter('w'));
    const y = add(plan, rmsNorm(plan, add(plan, x, x), plan.parameter('gain'), 1e-3), x);
    plan.output('x', x);
    plan.output('y', y);
    plan.backward([
      { value: y, gradient: plan.input('dy', [3, 4]) },
      { value: x, gradient: plan.input('dx', [3, 4]) },
    ]);
    const built = plan.build();
    const inputs = { x: gaussians(1, 12), dy: gaussians(2, 12), dx: gaussians(3, 12) };
    const parameters = gaussians(4, built.layout.length);
    const fromY = tapeParameterGradients(built, parameters, inputs, 'y', inputs.dy);
    const fromX = tapeParameterGradients(built, parameters, inputs, 'x', inputs.dx);
    const expected = fromY.map((value, i) => value + fromX[i]!);
    expectClose(await planGradients(built, parameters, inputs, true), expected);
  });

  it('launches nothing for values that no parameter reaches', () => {
    const plan = new PlanBuilder(layout);
    const untouched = swiglu(plan, plan.input('a', [3, 8]));
    const y = matmul(plan, untouched, plan.parameter('w'));
    plan.backward([{ value: y, gradient: plan.input('dy', [3, 4]) }]);
    const backward = plan.build().launches.filter(({ phase }) => phase === 'backward');
    expect(backward.map(({ kernel, outputs }) => [kernel, outputs[0]?.name])).toEqual([['matmul', 'd w']]);
  });

  it('refuses a seed of another shape, a seed without parameters, and a second pass', () => {
    const plan = new PlanBuilder(layout);
    const x = plan.input('x', [3, 4]);
    const y = matmul(plan, x, plan.parameter('w'));
    const seed = plan.input('dy', [3, 4]);
    expect(() => plan.backward([{ value: y, gradient: plan.input('short', [3]) }])).toThrow(/PLAN_INVALID.*seed/);
    expect(() => plan.backward([{ value: y, gradient: seed }])).toThrow(/built once/);
    const other = new PlanBuilder(layout);
    const input = other.input('x', [3, 4]);
    expect(() => other.backward([{ value: input, gradient: input }])).toThrow(/PLAN_INVALID.*seed/);
  });

  it('refuses a value that someone else reads where its gradient overwrites it, and one that was read before it turns', () => {
    const plan = new PlanBuilder(layout);
    const gateUp = matmul(plan, plan.input('x', [3, 4]), plan.parameter('w'));
    const y = swiglu(plan, gateUp);
    rmsNorm(plan, gateUp, plan.parameter('frozenGain'), 1e-5);
    expect(() => plan.backward([{ value: y, gradient: plan.input('d', [3, 2]) }])).toThrow(
      /PLAN_INVALID.*read elsewhere/,
    );
    const positions = plan.input('positions', [3], 'int32');
    expect(() => rope(plan, gateUp, positions, { heads: 1, headSize: 4, theta: 10 })).toThrow(
      /PLAN_INVALID.*read before/,
    );
  });
});

describe('a head in vocabulary chunks', () => {
  const inputs = tinyLlamaInputs(TINY, 1);

  it('has the log-probs and gradients of one chunk', async () => {
    const size = { ...TINY, vocabulary: 150 };
    const whole = tinyLlamaPlan(size);
    const chunked = tinyLlamaPlan(size, { wholeElements: 64 * TINY.sequences * TINY.tokens });
    const heads = (plan: Plan) => plan.launches.filter(({ kernel }) => kernel === 'logitStatistics').length;
    expect([heads(whole), heads(chunked)]).toEqual([1, 3]);
    const parameters = gaussians(9, whole.layout.length, 0.5);
    const expected = await planGradients(whole, parameters, inputs, false);
    for (const fast of [false, true]) {
      expectClose(await planGradients(chunked, parameters, inputs, fast), expected, { rtol: 1e-3, atol: 1e-5 });
    }
  });
});

describe('joined parameters', () => {
  const declared = (joined: boolean): [ParameterDeclaration, ParameterDeclaration] => [
    { name: 'a', shape: [3, 5], decay: true },
    { name: 'b', shape: [2, 5], decay: true, joined },
  ];

  it('are one matrix, and its rows are theirs', () => {
    const plan = new PlanBuilder(layoutParameters(declared(true)));
    const both = plan.joined(['a', 'b']);
    expect(both).toMatchObject({ shape: [5, 5], offset: plan.parameter('a').offset });
    expect(plan.joined(['a', 'b'])).toBe(both);
    expect(plan.rowsOf(both, 3, 5)).toMatchObject({ shape: [2, 5], offset: plan.parameter('b').offset });
  });

  it('must lie behind one another, and be of one kind', () => {
    const plan = new PlanBuilder(layoutParameters(declared(false)));
    expect(() => plan.joined(['a', 'b'])).toThrow(/PLAN_INVALID.*behind/);
    const [a, b] = declared(true);
    expect(() => layoutParameters([a, { ...b, shape: [2, 4] }])).toThrow(/PLAN_INVALID.*another kind/);
    expect(() => layoutParameters([a, { ...b, decay: false }])).toThrow(/PLAN_INVALID.*another kind/);
  });
});

describe('names', () => {
  it('refuses unknown parameters and names used twice', () => {
    const plan = new PlanBuilder(layoutParameters([]));
    expect(() => plan.parameter('w')).toThrow(/PLAN_INVALID.*not in the layout/);
    const x = plan.input('x', [1]);
    expect(() => plan.input('x', [1])).toThrow(/used twice/);
    plan.output('y', x);
    expect(() => plan.output('y', x)).toThrow(/used twice/);
  });
});
