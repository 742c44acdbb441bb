import { beforeAll, describe, expect, test } from 'vitest';
import { registerGradients, tensorOperations } from '../../kernels/index.ts';
import { evaluateFloat64, gradientsFloat64 } from './float64.ts';
import type { Graph } from './graph.ts';
import { createRecorder, type Recorder } from './record.ts';
import { evaluateTensors } from './tensors.ts';
import type { Expression } from './types.ts';

type Inputs = Readonly<Record<string, readonly number[]>>;

/** A graph of the inputs 'a' and 'b' on one axis. */
function record(write: (m: Recorder, a: Expression, b: Expression) => Expression): Graph<'loss'> {
  const m = createRecorder();
  return m.finish({ loss: write(m, m.input('a', 'pair'), m.input('b', 'pair')) });
}

function run(graph: Graph<'loss'>, inputs: Inputs) {
  const values = evaluateFloat64(graph, (name) => Float64Array.from(inputs[name] ?? []));
  const gradients: Record<string, number[]> = {};
  gradientsFloat64(values, 'loss', (name, gradient) => {
    gradients[name] = [...gradient];
  });
  return { loss: values.value('loss')[0] ?? Number.NaN, gradients };
}

function runTensors(graph: Graph<'loss'>, a: readonly number[], b: readonly number[]) {
  const { results, gradient } = tensorOperations.gradient(
    (x) =>
      evaluateTensors(graph, tensorOperations, (name) => (name === 'a' ? x : tensorOperations.tensor(b, [b.length]))),
    a,
    [a.length],
  );
  return { loss: results.loss[0] ?? Number.NaN, gradient: [...gradient] };
}

beforeAll(registerGradients);

const A = [-1.5, -0.25, -2, -0.7];
const B = [0.5, -3, -2.5, 1];

/** Each op reduced to a scalar with different weights, so that a permuted gradient shows. */
const OPS: Record<string, (m: Recorder, a: Expression, b: Expression) => Expression> = {
  add: (m, a, b) => m.add(a, b),
  'add a scalar': (m, a) => m.add(3, a),
  sub: (m, a, b) => m.sub(b, a),
  'sub a scalar': (m, a) => m.sub(1, a),
  mul: (m, a, b) => m.mul(a, b),
  div: (m, a, b) => m.div(b, a),
  'div by b': (m, a, b) => m.div(a, b),
  neg: (m, a) => m.neg(a),
  scale: (m, a) => m.scale(a, -2.5),
  exp: (m, a) => m.exp(a),
  log: (m, a) => m.log(m.neg(a)),
  log1mexp: (m, a) => m.log1mexp(a),
  sigmoid: (m, a) => m.sigmoid(a),
  softplus: (m, a) => m.softplus(a),
  logSigmoid: (m, a) => m.logSigmoid(a),
  relu: (m, a) => m.relu(m.add(a, 1)),
  square: (m, a) => m.square(a),
  abs: (m, a) => m.abs(m.add(a, 1)),
  minimum: (m, a, b) => m.minimum(a, b),
  maximum: (m, a, b) => m.maximum(a, b),
  'maximum with a scalar': (m, a) => m.maximum(a, -1),
  'sum, broadcast': (m, a, b) => m.mul(m.sum(a), b),
  'mean, broadcast': (m, a, b) => m.sub(b, m.mean(m.square(a))),
  count: (m, a) => m.mul(m.count(a), a),
  select: (m, a, b) => m.select(b, m.square(a), m.exp(a)),
  sort: (m, a) => m.sort(a),
  gather: (m, a, b) => m.gather(m.square(a), index(m, b)),
  'gather one': (m, a, b) => m.mul(m.gather(a, 2), b),
  sumBy: (m, a, b) => m.sumBy(m.square(a), index(m, b), b),
  'project, a vector onto rows': (m, a, b) => {
    const row = m.input('weights', 'pair');
    return m.project(m.concat(m.concat(row, m.neg(row)), m.concat(m.square(row), m.scale(row, 2))), m.square(a), b);
  },
  'max, as a constant': (m, a) => m.sub(a, m.max(m.input('weights', 'pair'))),
  'maxBy, as a constant': (m, a, b) => m.mul(a, m.maxBy(m.input('weights', 'pair'), index(m, b), b)),
  'the same operand twice': (m, a) => m.mul(a, a),
};

/** 3, 0, 0, 3: each element of b stands still while it is moved a little. */
function index(m: Recorder, b: Expression): Expression {
  return m.select(b, 3, 0);
}

describe.each(Object.keys(OPS))('%s', (name) => {
  const op = OPS[name] ?? (() => expect.fail());
  const graph = record((m, a, b) => m.sum(m.mul(op(m, a, b), m.input('weights', 'pair'))));
  const weights = [1, -2, 0.5, 3];

  test('float64 gradients are those of central differences', () => {
    const inputs = { a: A, b: B, weights };
    const { gradients } = run(graph, inputs);
    for (const key of ['a', 'b'] as const) {
      inputs[key].forEach((value, i) => {
        const at = (x: number) => run(graph, { ...inputs, [key]: inputs[key].with(i, x) }).loss;
        const slope = (at(value + 1e-6) - at(value - 1e-6)) / 2e-6;
        expect(gradients[key]?.[i] ?? 0).toBeCloseTo(slope, 6);
      });
    }
  });

  test('tensors agree', () => {
    const want = run(graph, { a: A, b: B, weights });
    const { results, gradient } = tensorOperations.gradient(
      (x) =>
        evaluateTensors(graph, tensorOperations, (input) =>
          input === 'a' ? x : tensorOperations.tensor(input === 'b' ? B : weights, [4]),
        ),
      A,
      [4],
    );
    expect(results.loss[0]).toBeCloseTo(want.loss, 4);
    gradient.forEach((g, i) => {
      expect(g).toBeCloseTo(want.gradients.a?.[i] ?? 0, 4);
    });
  });
});

test('tails are finite and keep their precision to ±1000', () => {
  const graph = record((m, a) => m.sum(m.logSigmoid(a)));
  for (const x of [-1000, -40, -1e-9, 0, 40, 1000]) {
    const { loss, gradients } = run(graph, { a: [x] });
    const small = Math.exp(-Math.abs(x));
    const want = Math.min(x, 0) - Math.log1p(small);
    expect(Math.abs(loss - want)).toBeLessThanOrEqual(1e-15 * Math.abs(want));
    const slope = (x >= 0 ? small : 1) / (1 + small);
    expect(Math.abs((gradients.a?.[0] ?? Number.NaN) - slope)).toBeLessThanOrEqual(1e-15 * slope);
    const tensors = runTensors(graph, [x], []);
    expect(tensors.loss).toBeCloseTo(want, 3);
    expect(tensors.gradient[0]).toBeCloseTo(slope, 5);
  }
});

test('log(1 − eᵃ) is accurate at both ends', () => {
  const graph = record((m, a) => m.sum(m.log1mexp(a)));
  expect(run(graph, { a: [-1e-10] }).loss).toBeCloseTo(Math.log(1e-10), 9);
  expect(run(graph, { a: [-50] }).loss / -Math.exp(-50)).toBeCloseTo(1, 12);
  expect(runTensors(graph, [-1e-7], []).loss).toBeCloseTo(Math.log(1e-7), 3);
  expect(runTensors(graph, [-1e-7], []).gradient[0]).toBeCloseTo(-1e7, -3);
});

test('no gradient passes stopGradient, nor the condition of a select', () => {
  expect(
    run(
      record((m, a) => m.sum(m.mul(m.stopGradient(a), a))),
      { a: [2, 3] },
    ).gradients.a,
  ).toEqual([2, 3]);
  expect(
    run(
      record((m, a, b) => m.sum(m.select(a, b, 0))),
      { a: [1, -1], b: [5, 6] },
    ).gradients,
  ).toEqual({ b: [1, 0] });
});

test('elements move by an index: sorted with ties in order, summed and maximised by group, 0 where nothing falls', () => {
  const m = createRecorder();
  const [a, by, each] = [m.input('a', 'row'), m.input('by', 'row'), m.input('each', 'group')];
  const graph = m.finish({
    sorted: m.sort(a),
    first: m.gather(a, 0),
    sums: m.sumBy(a, by, each),
    largest: m.maxBy(a, by, each),
    most: m.max(a),
  });
  const inputs: Inputs = { a: [3, -1, 2, -5], by: [0, 2, 0, 2], each: [0, 1, 2] };
  const values = evaluateFloat64(graph, (name) => Float64Array.from(inputs[name] ?? []));
  const tensors = evaluateTensors(graph, tensorOperations, (name) =>
    tensorOperations.tensor(inputs[name] ?? [], [inputs[name]?.length ?? 0]),
  );
  for (const [name, want] of Object.entries({
    sorted: [-5, -1, 2, 3],
    first: [3],
    sums: [5, 0, -6],
    largest: [3, 0, -1],
    most: [3],
  })) {
    expect([...values.value(name as 'sums')]).toEqual(want);
    expect([...tensorOperations.read(tensors[name as 'sums'])]).toEqual(want);
  }
  const beyond = createRecorder();
  const lost = beyond.finish({ loss: beyond.gather(beyond.input('a', 'row'), 7) });
  expect(() => evaluateFloat64(lost, () => Float64Array.of(1, 2))).toThrow(RangeError);
});

test('detached values can be held where they were', () => {
  const graph = record((m, a) => m.sum(m.mul(m.stopGradient(a), a)));
  const at = evaluateFloat64(graph, () => Float64Array.of(2));
  expect(evaluateFloat64(graph, () => Float64Array.of(3), at).value('loss')[0]).toBe(6);
});

test('an infinite slope that nothing reaches leaves no NaN', () => {
  // log has an infinite slope at 0, but its path is not selected.
  const graph = record((m, a) => m.sum(m.select(a, m.log(a), 0)));
  expect(run(graph, { a: [0] })).toEqual({ loss: 0, gradients: { a: [0] } });
});

test('axes: scalars broadcast, others do not mix, concat joins, empty means are 0', () => {
  const m = createRecorder();
  const [a, c] = [m.input('a', 'chosen'), m.input('c', 'rejected')];
  expect(() => m.add(a, c)).toThrow(/chosen.*rejected/);
  expect(m.add(a, m.constant(2)).axis).toBe('chosen');
  const joined = m.concat(a, c);
  const graph = m.finish({ loss: m.mean(m.square(joined)), joined });
  const inputs: Inputs = { a: [1, 2], c: [3] };
  const values = evaluateFloat64(graph, (name) => Float64Array.from(inputs[name] ?? []));
  expect([...values.value('joined')]).toEqual([1, 2, 3]);
  const gradients: Record<string, number[]> = {};
  gradientsFloat64(values, 'loss', (name, gradient) => {
    gradients[name] = [...gradient];
  });
  expect(gradients).toEqual({ a: [2 / 3, 4 / 3], c: [2] });

  const empty = evaluateFloat64(graph, () => new Float64Array(0));
  expect(empty.value('loss')[0]).toBe(0);
  expect(
    tensorOperations.read(evaluateTensors(graph, tensorOperations, () => tensorOperations.tensor([], [0])).loss)[0],
  ).toBe(0);
});

test('an input may depend on computed values, without gradient into them', () => {
  const m = createRecorder();
  const length = m.input('length', 'pair');
  const graph = m.finish({ loss: m.sum(m.input('prefix', 'pair', m.minimum(length, 2))) });
  const values = evaluateFloat64(graph, (name, [limit]) =>
    name === 'length' ? Float64Array.of(1, 5) : (limit ?? new Float64Array(0)).map((n) => 10 * n),
  );
  expect(values.value('loss')[0]).toBe(30);
  const received: unknown[] = [];
  gradientsFloat64(values, 'loss', (name, gradient, [limit]) =>
    received.push([name, [...gradient], [...(limit ?? [])]]),
  );
  expect(received).toEqual([['prefix', [1, 1], [1, 2]]]);
});

test('elements of one axis must agree in number', () => {
  const graph = record((m, a, b) => m.sum(m.add(a, b)));
  expect(() => run(graph, { a: [1, 2], b: [1, 2, 3] })).toThrow(RangeError);
});
